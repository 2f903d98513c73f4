"""What moved, as sentences: changes of lines and the title of a page. Every verb hangs on the verdict.

A change is a row of `judge_changes`: group, topic, before, after, their ends low_ and high_, change, low, high,
statements_ and sources_ before and after, verdict; a swing has start and date as well.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from stance.dossier.codebook import Codebook, Topic
from stance.estimates.strength import is_swing
from stance.formats import format_count, format_evidence, format_months, format_number, upper_first
from stance.wording.lines import Line, name_direction, name_topic
from stance.wording.verdicts import Verdict, judge_changes

NO_EVIDENCE = "too few statements to say"
Row = Mapping[str, Any]


def describe_verdict(row: Row, topic: Topic, line: Line, *, about: str = "") -> str:
    """What may be said of a change, without numbers: "South eased", "no clear change for South", "South: unsure".

    `about` follows the verb, as " on fish".
    """
    verdict, direction = Verdict(row["verdict"]), ""
    if verdict in (Verdict.FIRM, Verdict.CLEAR):
        direction = name_direction(row["change"], line, topic)
    return {
        Verdict.FIRM: f"{line.name} clearly {direction}{about}",
        Verdict.CLEAR: f"{line.name} {direction}{about}",
        Verdict.UNSURE: f"{line.name}{about}: unsure",
        Verdict.NONE: f"no clear change for {line.name}{about}",
        Verdict.TOO_FEW: f"{line.name}{about}: {NO_EVIDENCE}",
    }[verdict]


def describe_position_at(row: Row, when: str) -> str:
    """One end of a change with its interval and n: "−0.4 [−0.9, +0.1], 7 statements, 5 sources"; `when` is "before" or "after"."""
    ends = [format_number(row[f"{name}_{when}"]) for name in ("low", "high")]
    counts = format_evidence(int(row[f"statements_{when}"]), int(row[f"sources_{when}"]))
    return f"{format_number(row[when])} [{', '.join(ends)}], {counts}"


def describe_counts(row: Row) -> str:
    """What both ends of a change rest on: "7 and 61 statements from 5 and 40 sources"."""
    (few, many), (old, new) = (
        [int(row[f"{name}_{end}"]) for end in ("before", "after")] for name in ("statements", "sources")
    )
    return f"{few} and {many} statements from {old} and {new} sources"


def describe_claim(row: Row, topic: Topic, line: Line, span: str) -> str:
    """One line's change on a topic, with both ends and when: the form in which it stands in a title.

    "South eased on fish: +1.5 [+1.2, +1.8], 31 statements, 20 sources, to +1.1 …, 2020 to 2022"; a swing has its own months, and the
    interval of its change, which is the largest of many.
    """
    about = f" on {name_topic(topic)}"
    if row["verdict"] == Verdict.TOO_FEW:
        return upper_first(f"{describe_verdict(row, topic, line, about=about)} ({describe_counts(row)}, {span})")
    when = describe_windows(row) if is_swing(row) else span
    positions = f"{describe_position_at(row, 'before')}, to {describe_position_at(row, 'after')}"
    joint = "," if row["verdict"] == Verdict.UNSURE else ":"
    change = f"; change {describe_interval(row)}" if is_swing(row) else ""
    change += _describe_parts(row)
    return upper_first(f"{describe_verdict(row, topic, line, about=about)}{joint} {positions}, {when}{change}")


def describe_change(row: Row, topic: Topic, line: Line) -> str:
    """One line's change with its interval and what both ends rest on: "South eased: −0.40 [−0.70, −0.10], 31 and 57 statements"."""
    said = describe_verdict(row, topic, line)
    if row["verdict"] == Verdict.TOO_FEW:
        return f"{said} ({describe_counts(row)})"
    joint = "," if row["verdict"] == Verdict.UNSURE else ":"
    return f"{said}{joint} {describe_interval(row)}, {describe_counts(row)}{_describe_parts(row)}"


def _describe_parts(row: Row) -> str:
    """How much of a change that is large enough to name is said differently, and how much is who spoke, where most of it is that or
    what was said is not clear; else ""."""
    said, spoke = row.get("said", float("nan")), row.get("spoke", float("nan"))
    if pd.isna(said) or (row["said_clear"] and abs(spoke) <= abs(said)):
        return ""
    inside = ", ".join(format_number(row[f"said_{end}"], 2) for end in ("low", "high"))
    return (
        f", of which {format_number(said, 2)} [{inside}] said differently and {format_number(spoke, 2)} from who spoke"
    )


def describe_ends(row: Row, topic: Topic, line: Line) -> str:
    """Where a line stood at both ends, with intervals and n, and what may be said of it: "South: +1.5 [+1.2, +1.8], 31 statements → +1.1 …: eased"."""
    if row["verdict"] == Verdict.TOO_FEW:
        return f"{line.name}: {NO_EVIDENCE} ({describe_counts(row)})"
    said = {Verdict.UNSURE: "unsure", Verdict.NONE: "no clear change"}.get(Verdict(row["verdict"]), "")
    verb = said or describe_verdict(row, topic, line).removeprefix(line.name).strip()
    return f"{line.name}: {describe_position_at(row, 'before')} → {describe_position_at(row, 'after')}: {verb}"


def describe_interval(row: Row) -> str:
    """A change with its 90 % interval: "−0.40 [−0.70, −0.10]"."""
    return f"{format_number(row['change'], 2)} [{format_number(row['low'], 2)}, {format_number(row['high'], 2)}]"


def describe_swing(row: Row, topic: Topic, line: Line) -> str:
    """A line's surest change between two adjacent windows, as a clause with n and the interval that allows for the choice."""
    return f"{describe_change(row, topic, line)}, {describe_windows(row)}"


def describe_windows(row: Row) -> str:
    """The two windows of a swing: "from the mean of February to July 2018 to that of August 2018 to January 2019"."""
    first, last = (format_months(row[f"{end}_from"], row[end]) for end in ("start", "date"))
    return f"from the mean of {first} to that of {last}"


def describe_topic(changes: pd.DataFrame, topic: Topic, lines: Mapping[str, Line]) -> str:
    """The finding on one topic, in the order of `lines`: each change from first to last year, then the surest swing.

    `changes` is that of `join_changes`; the swing is named only where its verdict has a verb. Rows of other topics and
    other lines are left out.
    """
    own = _keep_lines(changes, [topic.id], lines)
    swings = own["start"].notna() if "start" in own else pd.Series(False, index=own.index)
    moves = own[~swings].sort_values("group", key=lambda g: g.map(list(lines).index))
    if moves.empty:
        return f"No positions here: {NO_EVIDENCE}."
    rows = moves.to_dict("records")
    sentence = upper_first("; ".join(describe_change(row, topic, lines[row["group"]]) for row in rows)) + "."
    clear = _keep_said(own[swings])
    if clear.empty:
        return sentence
    largest = clear.loc[clear["strength"].idxmax()].to_dict()
    return f"{sentence} Surest swing: {describe_swing(largest, topic, lines[largest['group']])}."


def describe_survival(claim: str, clear: bool, same: int, turned: int, estimates: int, unknown: int) -> str:
    """A claim and how other ways to estimate it come out: how many say the same, or are sure enough to name a change where it is not."""
    short = f", {unknown} with {NO_EVIDENCE}" if unknown else ""
    others = format_count(estimates, "other estimate")
    return (
        f"{claim}: {same} of {others} say the same{short}"
        if clear
        else f"{claim}: {turned} of {others} are sure enough to name one{short}"
    )


def describe_split(whole: Row, line: Line) -> str:
    """How much of a line's change is what its speakers said differently, and how much who spoke; both add up to it.

    `whole` is that of `measure_split`: both parts with their 90 % intervals, and how many spoke before, after and in both.
    """
    said, spoke = (_describe_part(whole, name) for name in ("said", "spoke"))
    counts = (
        f"{whole['speakers_before']} speakers before, {whole['speakers_after']} after, {whole['speakers_both']} in both"
    )
    alone = "" if whole["speakers_both"] else ": what was said differently can’t be told from who spoke"
    return (
        f"{line.name}: {format_number(whole['said'] + whole['spoke'], 2)} in all, of which {said} within speakers and "
        f"{spoke} from who spoke, and how much ({counts}{alone})."
    )


def _describe_part(whole: Row, name: str) -> str:
    low, high = (format_number(whole[f"{name}_{end}"], 2) for end in ("low", "high"))
    return f"{format_number(whole[name], 2)} [{low}, {high}]"


def describe_aftermath(row: Row, topic: Topic, line: Line) -> str:
    """What followed an event on one line: the change with its interval and n, and how many other days saw as much."""
    change = describe_change(row, topic, line)
    if pd.isna(row["change"]):
        return change
    if pd.isna(row["rank"]):
        return f"{change}; not compared with other days"
    others = row["rank"] * (1 + row["placebos"]) - 1
    return f"{change}; as clear on {others:.0f} of {row['placebos']:.0f} other days"


def describe_headline(
    changes: pd.DataFrame,
    codebook: Codebook,
    lines: Mapping[str, Line],
    *,
    span: str,
    most: int = 1,
    topic: Topic | None = None,
) -> str:
    """The title over all changes of `judge_changes`: the surest claim of each line, for the `most` surest lines.

    Only a verdict with a verb may be named. Where none has one, the title says whether changes are unsure, not clear, or
    cannot be said. `span` names what is compared, as "2015 to 2019"; `topic` is that of all changes, where they have one.
    """
    about = f" on {name_topic(topic)}" if topic else ""
    surest = rank_claims(changes, lines).drop_duplicates("group").head(most).to_dict("records")
    if surest:
        return "; ".join(describe_claim(row, codebook.topic(row["topic"]), lines[row["group"]], span) for row in surest)
    verdicts = set(_keep_lines(changes, None, lines)["verdict"])
    if Verdict.UNSURE in verdicts:
        return f"No change of position{about} is sure enough to name, {span}"
    if Verdict.NONE in verdicts:
        return f"No clear change of position{about}, {span}"
    return f"Too few statements to say whether positions{about} changed, {span}"


def rank_claims(changes: pd.DataFrame, lines: Mapping[str, Line]) -> pd.DataFrame:
    """The changes that may stand in a title, the surest first, by `strength` (1 is the bar)."""
    return _keep_said(_keep_lines(changes, None, lines)).sort_values("strength", ascending=False, ignore_index=True)


def join_changes(movement: pd.DataFrame, swings: pd.DataFrame) -> pd.DataFrame:
    """Both tables with their verdicts, one under the other: a swing has start and date."""
    parts = [judge_changes(part) for part in (movement, swings)]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _keep_said(changes: pd.DataFrame) -> pd.DataFrame:
    said = [Verdict(verdict).has_verb for verdict in changes["verdict"]]
    return changes[pd.Series(said, index=changes.index, dtype=bool)]


def _keep_lines(changes: pd.DataFrame, topics: list[str] | None, lines: Mapping[str, Line]) -> pd.DataFrame:
    kept = changes["group"].isin(list(lines))
    return changes[kept & changes["topic"].isin(topics)] if topics else changes[kept]
