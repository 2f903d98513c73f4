"""Who made the codes of a dossier, and how far they were checked, in the words that every face shows.

Belongs here: the sentences about coders and their checking. Not here: figures of agreement (`checks`), who is cited (`dossier.citation`).
"""

import pandas as pd

from stance.dossier.columns import ADJUDICATED
from stance.dossier.loading import Dossier
from stance.estimates.checked import TopicAlpha, Validated, find_validated
from stance.formats import format_count, format_number

NOT_CODED = "No statement is coded yet."
UNSAID = "The dossier does not say who made its codes."
NO_AGREEMENT = {
    0: "Agreement cannot be computed: the codes of single coders are not here.",
    1: "Agreement cannot be computed: there is one coder.",
}


def describe_coding(dossier: Dossier) -> str:
    """Who made the codes of a dossier and how far they were checked; that there are none where nothing is coded. Plain text."""
    if not dossier.statements["coded"].any():
        return NOT_CODED
    return describe_validation(count_coders(dossier), dossier.codebook.coded_by, find_validated(dossier))


def describe_record(dossier: Dossier, told: str = "") -> str:
    """How large a dossier is, who coded it, and what else is told of that (`told`, a sentence or ""). Plain text."""
    size = f"{format_count(len(dossier.statements), 'statement')}."
    return " ".join(filter(None, (size, describe_coding(dossier), told)))


def count_coders(dossier: Dossier) -> int:
    """The coders of codings.csv; the adjudicated coding is no coder."""
    return len(set(dossier.codings["coder"]) - {ADJUDICATED})


def describe_validation(coders: int, coded_by: str, validated: Validated | None = None) -> str:
    """Who coded, by the codebook's sentence, and how far people agree with it; without a check by people, that agreement cannot be computed,
    where that is so. What stands after the last semicolon of the codebook's sentence is said only until people have checked."""
    if validated is None:
        return " ".join(filter(None, (coded_by or UNSAID, NO_AGREEMENT.get(coders, ""))))
    made, semicolon, _ = coded_by.rpartition(";")
    return f"{f'{made}.' if semicolon else coded_by or UNSAID} {describe_check(validated)}"


def describe_check(validated: Validated) -> str:
    """On how many statements how many people agree with the codes how far, and what has changed since."""
    people = "1 person" if validated.people == 1 else f"{validated.people} people"
    alphas = ", ".join(map(describe_alpha, validated.alphas))
    figures = f": ordinal alpha of people and codes {alphas} (90 % intervals, sources drawn)" if alphas else ""
    said = f"Validated on {format_count(validated.statements, 'statement')} by {people}{figures}."
    moved = (
        " The sample was drawn from an earlier version of the data; codes count as they are today." * validated.moved
    )
    books = ", ".join(validated.codebooks)
    return said + moved + (f" People coded by another version of the codebook ({books})." if books else "")


def describe_people(dossier: Dossier) -> str:
    """What people checked of a dossier, "" where nobody did."""
    validated = find_validated(dossier)
    return describe_check(validated) if validated else ""


def describe_alpha(one: TopicAlpha) -> str:
    """The alpha of a topic: "0.81 [0.70, 0.90] on Water"; that there is none where it is not defined."""
    if pd.isna(one.alpha):
        return f"not defined on {one.topic}"
    ends = "" if pd.isna(one.low) else f" [{_write(one.low)}, {_write(one.high)}]"
    return f"{_write(one.alpha)}{ends} on {one.topic}"


def _write(alpha: float) -> str:
    """An alpha with two decimals and without a plus sign."""
    return format_number(alpha, 2).removeprefix("+")
