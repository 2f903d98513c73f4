"""Who may do what at the coding desk.

Belongs here: coders and their roles, and the file that names them. Not here: who someone is (`ui/signing`).
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

from stance.dossier.columns import ADJUDICATED
from stance.dossier.forms import are_texts, read_toml
from stance.errors import DataError, Problem, suggest_value
from stance.limits import CODER_CHARACTERS
from stance.names import fold_name

Role = Literal["reader", "coder", "adjudicator"]
ROLES: tuple[Role, ...] = get_args(Role)
DEFAULT, NAMES = "default", "names"
KEYS = (DEFAULT, *ROLES, NAMES)
TAKEN = (
    ADJUDICATED,
    "codes",
    "classifier",
    "people",
)  # as agreement names them, whose library the first screen does without


@dataclass(frozen=True)
class Coder:
    """Someone at the desk: name ("" where none was given), role (each may do what those before it in `ROLES` may), and whether signed in.

    name: as codings carry it, unique and lasting. shown: how the person is greeted, where that differs.
    """

    name: str
    role: Role
    signed_in: bool = False
    shown: str = ""

    @property
    def codes(self) -> bool:
        """Whether this one may code."""
        return self.role != "reader"

    @property
    def adjudicates(self) -> bool:
        """Whether this one may settle differences, retrain and export."""
        return self.role == "adjudicator"


@dataclass(frozen=True)
class Roles:
    """The roles of persons and the names that codings carry, by folded e-mail address or id; `default` is the role of all others."""

    default: Role = "reader"
    roles: Mapping[str, Role] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def find_role(self, persons: Iterable[str]) -> Role:
        """The role of someone who is known by any of these, the first one that is listed counts."""
        return next((self.roles[one] for one in map(_fold, persons) if one in self.roles), self.default)

    def find_name(self, persons: Iterable[str]) -> str:
        """The name that codings of this person carry, "" where the file gives none."""
        return next((self.names[one] for one in map(_fold, persons) if one in self.names), "")


# Without a file whoever signs in codes, and nobody settles.
ALL_CODE = Roles("coder")


def load_roles(path: Path) -> Roles:
    """The roles that a TOML file gives to e-mail addresses or ids; raises DataError with every fault of it."""
    keys, problems = read_toml(path)
    problems += [_fault(path, one, "", "is unknown", suggest_value(one, KEYS)) for one in keys if one not in KEYS]
    default = keys.get(DEFAULT, "reader")
    if default not in ROLES:
        problems.append(_fault(path, DEFAULT, str(default), "is no role", suggest_value(str(default), ROLES)))
    roles, faults = _read_roles(path, keys)
    names, others = _read_names(path, keys.get(NAMES, {}))
    if problems := problems + faults + others:
        raise DataError(problems)
    return Roles(cast(Role, default), roles, names)


def _read_roles(path: Path, keys: Mapping[str, object]) -> tuple[dict[str, Role], list[Problem]]:
    found: dict[str, Role] = {}
    problems: list[Problem] = []
    for role in ROLES:
        persons = keys.get(role, [])
        if not are_texts(persons):
            problems.append(_fault(path, role, "", "is no list of texts", 'Write it as ["ann@example.org"]'))
            continue
        for person in cast(list[str], persons):
            if (folded := _fold(person)) in found:
                problems.append(_fault(path, role, person, f"is listed as {found[folded]} too", "Keep one of them"))
            found[folded] = role
    return found, problems


def _read_names(path: Path, names: object) -> tuple[dict[str, str], list[Problem]]:
    if not isinstance(names, dict):
        return {}, [_fault(path, NAMES, "", "is no table", 'Write "ann@example.org" = "A" under [names]')]
    problems: list[Problem] = []
    owners: dict[str, str] = {}
    for person, name in names.items():
        trouble = find_fault(name) if isinstance(name, str) else ("is no text", "Write it in quotation marks")
        folded = fold_name(name) if isinstance(name, str) else ""
        if not trouble and folded in owners:
            trouble = (f"is the name of {owners[folded]} too", "Give every person a name of their own")
        owners[folded] = person
        problems += [_fault(path, f"{NAMES}, {person}", str(name), *trouble)] if trouble else []
    return {_fold(person): str(name).strip() for person, name in names.items()}, problems


def find_fault(name: str) -> tuple[str, str] | None:
    """Trouble and remedy of a name that no coder can have; None for one that can be had."""
    if len(name.strip()) > CODER_CHARACTERS.most:
        return CODER_CHARACTERS.refuse(len(name.strip()))
    if not fold_name(name):
        return "is empty", "Write a short name"
    if not name.isprintable():
        return "holds a sign that cannot be seen", "Write it again by keyboard"
    return ("is kept for the program", "Choose another name") if fold_name(name) in TAKEN else None


def _fold(person: str) -> str:
    return person.strip().casefold()


def _fault(path: Path, place: str, value: str, trouble: str, remedy: str) -> Problem:
    return Problem(path.name, None, place, value, trouble, remedy)


def main() -> int:
    """Says what is wrong with a file of roles, or whom it lists: `python -m stance.coding.roles FILE`; the exit code of the first fault."""
    try:
        roles = load_roles(Path(sys.argv[1] if len(sys.argv) > 1 else ""))
    except DataError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    counts = ", ".join(f"{list(roles.roles.values()).count(role)} {role}" for role in ROLES)
    print(f"The file can be used. Listed: {counts}; everyone else: {roles.default}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
