"""Who may do what at the coding desk.

Belongs here: coders and their roles, and the file that names them. Not here: who someone is (`ui/signing`).
"""

from dataclasses import dataclass
from typing import Literal

Role = Literal["reader", "coder", "adjudicator"]
ROLES: tuple[Role, ...] = ("reader", "coder", "adjudicator")


@dataclass(frozen=True)
class Coder:
    """Someone at the desk: name ("" where none was given), role (each may do what those before it in `ROLES` may), and whether signed in."""

    name: str
    role: Role
    signed_in: bool = False

    @property
    def codes(self) -> bool:
        """Whether this one may code."""
        return self.role != "reader"

    @property
    def adjudicates(self) -> bool:
        """Whether this one may settle differences, retrain and export."""
        return self.role == "adjudicator"
