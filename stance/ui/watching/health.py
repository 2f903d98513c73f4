"""Whether the dashboard can be used: can its dossiers be read, and are their classifiers in use.

Asked every few seconds, so the kept dossier is asked for by the stamp of its files: only a changed one is read again.
"""

from pathlib import Path

from stance.dossier.loading import NONE_FOUND, find_dossiers
from stance.errors import StanceError
from stance.ui.loaded import fetch_dossier, fetch_trouble

OK, DEGRADED, FAILED = "ok", "degraded", "failed"


def check_health() -> dict:
    """`status` ("ok", "degraded": something is amiss, pages do without it; "failed": no dossier can be read) and `dossiers`.

    `dossiers` has the status of each by name, and its `trouble` where something is wrong.
    """
    found = {name: _check_dossier(folder) for name, folder in find_dossiers().items()}
    states = {one["status"] for one in found.values()}
    if states <= {FAILED}:
        return {"status": FAILED, "dossiers": found} | ({} if found else {"trouble": NONE_FOUND})
    return {"status": OK if states == {OK} else DEGRADED, "dossiers": found}


def _check_dossier(folder: Path) -> dict[str, str]:
    try:
        dossier = fetch_dossier(folder)
    except StanceError as error:
        return {"status": FAILED, "trouble": error.brief}
    trouble = fetch_trouble(dossier)
    return {"status": DEGRADED, "trouble": trouble} if trouble else {"status": OK}
