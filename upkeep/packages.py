"""The packages that the dashboard needs to run: those of requirements.txt and all that they need in turn, as installed here.

Belongs here: names of packages. Not here: their licences (`licences`), their known faults (`audit`).
"""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


def list_required() -> list[str]:
    """The names in requirements.txt, in the form of package indexes ("scikit-learn")."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [canonicalize_name(Requirement(line).name) for line in lines if line.strip() and not line.startswith("#")]


def list_needed() -> list[str]:
    """The same with everything that they need in turn, in order of name; extras that no one asks for are left out."""
    found: set[str] = set()
    waiting = list_required()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _list_needs(name)
    return sorted(found)


def _list_needs(name: str) -> Iterator[str]:
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        raise SystemExit(f"{name} is not installed. Run: make check") from None
    for one in map(Requirement, lines):
        if one.marker is None or one.marker.evaluate({"extra": ""}):
            yield canonicalize_name(one.name)
