"""Who made the codes of a dossier, and how far they were checked, in the words that every face shows.

Belongs here: the sentences about coders and their checking. Not here: figures of agreement (`checks`), who is cited (`dossier.citation`).
"""

from dataclasses import dataclass

from stance.dossier.columns import ADJUDICATED
from stance.dossier.loading import Dossier
from stance.formats import format_count

NOT_CODED = "No statement is coded yet."
UNSAID = "The dossier does not say who made its codes."
NO_AGREEMENT = {
    0: "Agreement cannot be computed: the dossier holds no single coder’s codes.",
    1: "Agreement cannot be computed: there is one coder.",
}


@dataclass(frozen=True)
class Validated:
    """What people have checked: how many coded statements, and how many people."""

    statements: int
    people: int


def describe_coding(dossier: Dossier) -> str:
    """Who made the codes of a dossier and how far they were checked; that there are none where nothing is coded. Plain text."""
    if not dossier.statements["coded"].any():
        return NOT_CODED
    return describe_validation(count_coders(dossier), dossier.codebook.coded_by)


def describe_record(dossier: Dossier, told: str = "") -> str:
    """How large a dossier is, who coded it, and what else is told of that (`told`, a sentence or ""). Plain text."""
    size = f"{format_count(len(dossier.statements), 'statement')}."
    return " ".join(filter(None, (size, describe_coding(dossier), told)))


def count_coders(dossier: Dossier) -> int:
    """The coders of codings.csv; the adjudicated coding is no coder."""
    return len(set(dossier.codings["coder"]) - {ADJUDICATED})


def describe_validation(coders: int, coded_by: str, validated: Validated | None = None) -> str:
    """Who coded, by the codebook's sentence; what people have checked; and that agreement cannot be computed, where that is so."""
    checked = ""
    if validated:
        checked = f"Checked by {format_count(validated.people, 'person')} on {format_count(validated.statements, 'statement')}."
    return " ".join(filter(None, (coded_by or UNSAID, checked, NO_AGREEMENT.get(coders, ""))))
