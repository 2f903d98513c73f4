"""The commands that messages name, as they can be copied into a shell and run.

Belongs here: writing a command for a dossier. Not here: what the commands do (`stance/commands`).
"""

import shlex
from pathlib import Path

from stance.dossier.loading import DATA, find_models


def write_command(name: str, folder: Path, models: Path | None = None) -> str:
    """`python -m stance NAME DOSSIER` for the dossier in `folder`: its bare name within data/, else its path.

    models: the folder of the classifiers; None, or one that leads to the usual place, is not written.
    """
    words = ["python", "-m", "stance", name, _name_dossier(folder)]
    if models is not None and find_models(folder, models).resolve() != find_models(folder).resolve():
        words += ["--models", str(models.absolute())]
    return shlex.join(words)


def _name_dossier(folder: Path) -> str:
    is_within = folder.parent.resolve() == DATA.resolve() and not folder.name.startswith("-")
    return folder.name if is_within else str(folder.absolute())
