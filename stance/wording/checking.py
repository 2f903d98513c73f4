"""Checking a record by people, in words: what the sample is, how long it takes, how closely it tells.

Belongs here: sentences of the tab "Check the record". Not here: what every face says of a check (`validation`).
"""

from stance.coding.samples import count_minutes
from stance.estimates.checking import DEPARTING
from stance.formats import format_count

ABOUT = (
    "How far would a person agree with the codes of this record? Draw a sample of coded statements, code it blind, and see. The draw is "
    "random, in proportion to topics and sides with a few of each, and repeats itself for the same number and seed; two near-identical texts of "
    "one source are not both in it while others are left. It is reported as drawn, without weights."
)
SEED_HELP = "The same seed and number bring the same sample back. Another seed draws another sample."
NOTHING = "No statement of this dossier has a code yet, so there is nothing to check."
WIDTHS = "How closely will a sample of this size tell?"
WIDTHS_NOTE = (
    "Expected, not promised: each number is half the width of the 90 % interval of ordinal alpha, the mean of twelve simulated samples. It "
    f"rests on how the person will differ from the record, which nobody knows before. By chance: the person gives another code to {100 * DEPARTING:.0f} % "
    f"of statements (alpha about {1 - DEPARTING:.1f}). As the coders: as the record’s two coders differ from each other. Read the rows of the case that you think nearer."
)
CASES = {"chance": "by chance", "coders": "as the coders"}
TWICE = "A statement that two people coded is compared twice."
BLIND = "The result is shown when you have coded the whole sample. You can look before; what you code after that is no longer blind."
LOOK = "Show the result now"
NOBODY = "No person has checked these codes yet: the tab “Check the record” of the Coding desk draws a sample for it."
DEPARTURES = "Where people and the record differ"
PUT = "Put the check into the dossier"
PUT_HELP = "Writes validation.csv into the dossier’s folder: every page, report, archive and citation says then how far people agree with the codes."
MEND = (
    "Look through the sentences that the dossier itself has on how it was coded (README.md, descriptions in datapackage.json): the program "
    "does not change them."
)


def describe_sample(size: int, coded: int) -> str:
    """How large the sample is and how long it takes: "80 of 968 coded statements: about 60 minutes, at 45 seconds a statement."."""
    return f"{size} of {format_count(coded, 'coded statement')}: about {count_minutes(size)} minutes, at 45 seconds a statement."


def describe_departures(cells: int, statements: int) -> str:
    """On how many cells of how many statements people and the record differ."""
    if not cells:
        return "People and the record differ in no cell."
    return f"People and the record differ in {format_count(cells, 'cell')} of {format_count(statements, 'statement')}, the farthest apart first."
