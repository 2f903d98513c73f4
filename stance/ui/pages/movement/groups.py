"""The tab "Governments and public": where each group of actors of each side stands."""

from functools import partial

from stance.dossier.loading import Dossier
from stance.estimates.periods import Period
from stance.estimates.selection import Selection
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.groups import make_group_evidence, make_groups
from stance.ui.caches import fetch_exhibit
from stance.ui.frame import is_dark
from stance.ui.parts.evidence import show_evidence
from stance.ui.parts.exhibits import draw, show_exhibit, show_notes, show_sentences
from stance.ui.parts.tables import show_table
from stance.ui.pickers import take_click

HEADING = "The statements behind a group"


def show_groups(
    dossier: Dossier, selection: Selection, topic: str, periods: tuple[Period, Period]  # noqa: ARG001 - takes all dates
) -> list[Exhibit]:  # fmt: skip
    """Draws the tab, its picture before its many sentences; what it shows."""
    found = fetch_exhibit(make_groups, dossier, selection, topic=topic, dark=is_dark())
    if found.picture is None or found.table is None:
        show_exhibit(found)
        return [found]
    draw(found, on_click=partial(take_click, found, "group"))
    show_notes(found)
    show_sentences(found)
    show_table(found.table, found.key)
    show_evidence(dossier, selection, found, "group", heading=HEADING, make=make_group_evidence)
    return [found]
