"""Where the dossiers of a visitor lie, and which of them the pages show.

Belongs here: folders and the choice at the side. Not here: making a dossier (`opening`), the life of the folders (`stance.ui.own_folders`).
"""

from pathlib import Path

from stance.dossier.labels import make_unique
from stance.dossier.loading import find_dossiers
from stance.errors import UsageError
from stance.limits import OWN_DOSSIERS
from stance.settings import read_settings
from stance.ui.dossiers import wish_dossier
from stance.ui.loaded import fetch_title
from stance.ui.private import own_root, take_root


def take_folder() -> Path:
    """The folder of the visitor's own dossiers, made where there is none; in a public demo never on a disk. Raises UsageError."""
    return take_root(only_memory=read_settings().is_demo)


def list_own() -> list[Path]:
    """The folders of the visitor's own dossiers, in order of their names."""
    root = own_root()
    return sorted(path.parent for path in root.glob("*/codebook.toml")) if root else []


def list_books() -> dict[str, Path]:
    """The folders of the server's dossiers, whose codebooks can be taken over, by unique titles."""
    folders = find_dossiers()
    titles = {name: title for name, folder in folders.items() if (title := fetch_title(folder))}
    return {label: folders[name] for name, label in make_unique(titles).items()}


def check_room(name: str = "") -> None:
    """Raises UsageError where the visitor has as many dossiers as they may have, and none of that name to be replaced."""
    names = [folder.name for folder in list_own()]
    if name not in names and len(names) >= OWN_DOSSIERS.most:
        trouble, remedy = OWN_DOSSIERS.refuse(len(names) + 1)
        raise UsageError(f"What you brought {trouble}. {remedy}.")


def open_folder(folder: Path) -> None:
    """Lets every page show the dossier in a folder, from the next run on."""
    wish_dossier(folder)
