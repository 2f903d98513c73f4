"""In which months an actor spoke, and how long it was silent."""

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.profile import count_months, find_silence
from stance.estimates.selection import Selection, select_statements
from stance.exhibits.drawn import style_lines
from stance.exhibits.exhibit import Column, Exhibit, Table
from stance.exhibits.profile import narrow_selection
from stance.figures.base import Style
from stance.figures.trails import plot_months
from stance.wording.profile import MONTHS, SPEECH_AND_SILENCE
from stance.wording.stances import describe_silence
from stance.wording.verdicts import Verdict

COLUMNS = (Column("month", "month", "day"), Column("statements", "statements", "count"))


def make_silence(
    dossier: Dossier,
    scored: pd.DataFrame,  # noqa: ARG001 - any statement breaks the silence
    selection: Selection,
    *,
    who: str,
    dark: bool = False,
    style: Style | None = None,
) -> Exhibit:
    """The number of the actor's statements in each month of the chosen dates, on any topic, and its longest silence.

    `style` is the actor's of `style_lines`, where that is known.
    """
    statements = select_statements(dossier, narrow_selection(selection, who), ["date"])
    months = count_months(statements["date"], pd.Timestamp(selection.first), pd.Timestamp(selection.last))
    style = style or style_lines(dossier, "actor")[who]
    said = describe_silence(style.name, len(months), int((months == 0).sum()), *find_silence(months))
    rows = months.rename_axis("month").reset_index()
    return Exhibit(
        "months",
        Verdict.NONE,
        SPEECH_AND_SILENCE,
        sentences=(said,),
        note=MONTHS,
        picture=plot_months(months, style, dark=dark),
        table=Table(rows, COLUMNS, "Statements by month", f"{dossier.slug}-profile-months"),
    )
