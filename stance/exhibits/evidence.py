"""The statements behind one mark: each with its weight, and how far it moves the number."""

import re
from dataclasses import replace

import pandas as pd

from stance.dossier.loading import Dossier, join_sources
from stance.estimates.drawn_lines import Fitted, make_line
from stance.estimates.positions import list_evidence
from stance.estimates.rules import MIN_SOURCES, MIN_STATEMENTS
from stance.estimates.selection import SMOOTHER, Selection, select_scored
from stance.exhibits.exhibit import Column, Exhibit, Place, Table, make_empty
from stance.formats import format_evidence, format_number
from stance.wording.changes import NO_EVIDENCE
from stance.wording.verdicts import Verdict

COLUMNS = (
    Column("statement", "statement"),
    Column("date", "date", "day"),
    Column("name", "actor"),
    Column("code", "code", "count"),
    Column("score", "score", "signed", "codes"),
    Column("scored_by", "scored by"),
    Column("weight", "weight in the position", "share"),
    Column("effect", "moves the position by", "precise", "codes"),
    Column("source", "source"),
    Column("text", "text"),
    Column("url", "address", "link"),
    Column("actor", "id of the actor"),
    Column("date_precision", "date known to the"),
)
NOTE = (
    "The mean of source means: each source has the same weight, shared by its statements. "
    "“Moves the point” is the position with all statements minus the position without this one."
)
DRIFT_NOTE = (
    "Statements near the date weigh more, those of one speaker, week or source share their weight; weights sum to 1, and one below "
    "0 corrects for what a speaker always adds. “Moves the point” is the position with all statements minus the position "
    "without this one."
)
SILENCE = "No statement of {line} on {topic} in this period: silence in the record, not a neutral stance."


def make_evidence(
    dossier: Dossier,
    scored: pd.DataFrame,
    selection: Selection,
    *,
    place: Place,
    members: dict[str, str] | None = None,
    fitted: Fitted | None = None,
) -> Exhibit:
    """The statements behind a place, newest first; `members` gives the group of each actor where groups are neither sides nor actors.

    The rows of the table have all columns of `Dossier.statements` and of their sources, beside those that are shown, and the
    `code` on the topic, missing where no one has coded it. The table's file is named by line, topic and last day. `fitted` are the
    parameters of the line behind a place that is a point, as for `drawn_lines.estimate_drawn`.
    """
    topic = dossier.codebook.topic(place.topic)
    chosen, by = (
        select_scored(scored, dossier, replace(selection, topics=(topic.id,)), within=place.period),
        selection.by,
    )
    if members is not None:
        chosen, by = chosen.assign(member=chosen["actor"].map(members)), "member"
    if place.point is None:
        evidence = list_evidence(chosen, by=by, group=place.group, topic=place.topic, period=place.period)
    else:
        line, later = make_line(dossier, scored, selection, fitted), selection.line == SMOOTHER
        evidence = line.evidence(chosen, place.group, place.topic, place.point, smooth=later)
    if evidence.empty:
        return make_empty("evidence", SILENCE.format(line=place.line, topic=topic.title), "")
    about = dossier.statements[dossier.statements["statement"].isin(evidence["statement"])]
    rows = join_sources(evidence.merge(about, on="statement", suffixes=("", "_own")), dossier.sources)
    rows = rows.assign(code=rows[topic.id])
    enough = len(rows) >= MIN_STATEMENTS and rows["source"].nunique() >= MIN_SOURCES
    number = format_number(float((rows["weight"] * rows["score"]).sum()), 2) if enough else NO_EVIDENCE
    count = format_evidence(len(rows), rows["source"].nunique())
    title = f"{place.line} on {topic.title}, {place.days}: {number}, from {count}."
    table = Table(rows, COLUMNS, "The statements behind the mark", f"{dossier.slug}-{_name_file(place)}")
    note = NOTE if place.point is None else DRIFT_NOTE
    return Exhibit("evidence", Verdict.CLEAR if enough else Verdict.TOO_FEW, title, note=note, table=table)


def _name_file(place: Place) -> str:
    """The name of a file with the statements behind a place: "evidence-LINE-TOPIC-until-2018-06-30"."""
    group = re.sub(r"\W+", "-", place.group).strip("-").lower()
    return f"evidence-{group}-{place.topic}-until-{place.period[1]:%Y-%m-%d}"
