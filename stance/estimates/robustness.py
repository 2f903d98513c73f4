"""Does a finding survive other choices? One change of position, estimated again without parts of the evidence.

Belongs here: the other ways to estimate one claim, and how many of them agree. Not here: words, pictures.
A claim is a change of one group on one topic between two periods: clear in one direction (its 90 % interval leaves out
0), or not clear. It survives another estimate that says the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from stance.dossier.checks import ADJUDICATED
from stance.dossier.loading import Dossier, join_sources
from stance.estimates.periods import Period
from stance.estimates.positions import Estimator
from stance.estimates.rules import Rules
from stance.estimates.scored import BEST, CODES, SCORE_SOURCES, score_statements
from stance.estimates.spans import falls_within

SAME, UNCLEAR, OTHER, UNKNOWN = "clear, same direction", "not clear", "clear, other direction", "too few statements"
VERDICTS = (SAME, UNCLEAR, OTHER, UNKNOWN)
COLUMNS = ["family", "variant", "change", "low", "high", "statements_before", "statements_after", "verdict"]
MONTHS = (3, 6, 9, 12, 18, 24)


@dataclass(frozen=True)
class Claim:
    """A change of `group` (a side's or an actor's id, after `by`) on `topic` from the period `first` to `last`.

    actors: whose statements count, as the reader chose; score_source: what it was made from; without: statements
    (ids) that do not count.
    """

    topic: str
    group: str
    first: Period
    last: Period
    by: str
    rules: Rules
    actors: frozenset[str]
    score_source: str = BEST
    without: tuple[str, ...] = ()

    def keep(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows that count."""
        return rows[rows["actor"].isin(self.actors) & ~rows["statement"].isin(self.without)]


def try_claim(claim: Claim, scored: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> pd.DataFrame:
    """The claim as it is (first row, family "as shown") and every other way to estimate it: the columns in `COLUMNS`.

    `scored` is what the claim was made from (`score_statements`). Families: without one
    source, without one actor, kinds of statement, coders, score sources, lengths of the periods. What cannot change
    the claim is not tried: sources, actors and kinds without a statement of the group on the topic in the periods, the
    score source that it was made from, periods that leave the dossier's.
    """
    rows = scored[scored["topic"] == claim.topic]
    shown = _estimate(claim, rows, dossier, ("as shown", "all statements"))
    variants = [one for family in FAMILIES for one in family(claim, rows, dossier, scores)]
    table = pd.DataFrame([shown, *variants], columns=COLUMNS[:-1])
    return table.assign(verdict=_judge(table))


def _estimate(claim: Claim, rows: pd.DataFrame, dossier: Dossier, name: tuple[str, str]) -> tuple:
    """One row of the table from the scored rows of the topic; those of other actors only enter the pooled variance."""
    estimator = Estimator(claim.by, claim.rules, dossier.codebook.scale, pool_from=rows)
    own = claim.keep(rows[rows[claim.by] == claim.group])
    moved = estimator.prepare(own).between(claim.group, claim.topic, claim.first, claim.last)
    return (*name, moved.change, moved.low, moved.high, moved.before.statements, moved.after.statements)


def _list_used(claim: Claim, rows: pd.DataFrame) -> pd.DataFrame:
    """The statements that the claim rests on."""
    own = claim.keep(rows[rows[claim.by] == claim.group])
    return pd.concat([_within(own, period) for period in (claim.first, claim.last)])


def _within(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    return rows[falls_within(rows, period)]


def _judge(table: pd.DataFrame) -> np.ndarray:
    same = np.sign(table["change"]) == np.sign(table["change"].iloc[0])
    unclear = (table["low"] <= 0) & (table["high"] >= 0)
    return np.select([table["change"].isna(), unclear, same], [UNKNOWN, UNCLEAR, SAME], OTHER)


def _leave_out(column: str, family: str) -> Callable[..., Iterator[tuple]]:
    def family_of(claim: Claim, rows: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> Iterator[tuple]:  # noqa: ARG001
        used = _list_used(claim, rows)
        names = dossier.actors.set_index("actor")["name"]
        for value in sorted(used[column].unique()):
            if column != claim.by:  # a line of one actor cannot do without that actor
                yield _estimate(claim, rows[rows[column] != value], dossier, (family, names.get(value, str(value))))

    return family_of


def _vary_kinds(claim: Claim, rows: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> Iterator[tuple]:  # noqa: ARG001
    about = join_sources(dossier.statements, dossier.sources).set_index("statement").loc[rows["statement"]]
    kept = {
        "direct speech only": about["speech"] == "direct",
        "acts left out": about["speech"] != "act",
        "reported speech left out": about["speech"] != "indirect",
        "reports relayed from another outlet left out": about["origin"] == "",
        "sources marked weak left out": about["source_kind"] != "weak",
        "dates known to the day only": about["date_precision"] == "day",
    }
    used = _list_used(claim, rows)["statement"]
    for name, keep in kept.items():
        if not keep[used].all():
            yield _estimate(claim, rows[keep.to_numpy()], dossier, ("kind of statement", name))


def _vary_coders(claim: Claim, rows: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> Iterator[tuple]:  # noqa: ARG001
    about = dossier.statements.set_index("statement").drop(columns=dossier.codebook.topic_ids)
    for coder, codings in dossier.codings[dossier.codings["coder"] != ADJUDICATED].groupby("coder"):
        coded = about.join(codings.set_index("statement")[dossier.codebook.topic_ids]).reset_index()
        other = score_statements(replace(dossier, statements=coded), scores, CODES)
        yield _estimate(
            claim, other[other["topic"] == claim.topic], dossier, ("coder", f"codes of coder {coder} alone")
        )


def _vary_scores(claim: Claim, rows: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> Iterator[tuple]:  # noqa: ARG001
    for source, name in SCORE_SOURCES.items():
        if source != claim.score_source and (source == CODES or len(scores)):
            other = score_statements(dossier, scores, source)
            yield _estimate(claim, other[other["topic"] == claim.topic], dossier, ("score source", name.lower()))


def _vary_periods(claim: Claim, rows: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> Iterator[tuple]:  # noqa: ARG001
    begin, end = dossier.codebook.period
    for months in MONTHS:
        first, last = _stretch_periods(claim, pd.DateOffset(months=months))
        differs = abs((first[1] - first[0]) - (claim.first[1] - claim.first[0])) > pd.Timedelta(days=20)
        inside = first[0] >= pd.Timestamp(begin) - pd.Timedelta(days=1) and last[1] <= pd.Timestamp(end)
        if differs and inside and first[1] <= last[0]:
            other = replace(claim, first=first, last=last)
            yield _estimate(other, rows, dossier, ("length of the periods", f"{months} months before and after"))


def _stretch_periods(claim: Claim, length: pd.DateOffset) -> tuple[Period, Period]:
    """Two periods of another length: with the same inner ends where they are adjacent, else with the same outer ends."""
    (start, until), (after, end) = claim.first, claim.last
    if after - until < pd.Timedelta(days=31):
        return (until - length, until), (after, after + length)
    return (start, start + length), (end - length, end)


FAMILIES = (
    _leave_out("source", "without one source"),
    _leave_out("actor", "without one actor"),
    _vary_kinds,
    _vary_coders,
    _vary_scores,
    _vary_periods,
)


def count_verdicts(table: pd.DataFrame) -> pd.DataFrame:
    """How the other estimates of each family came out: family, estimates, survives, a column a verdict, least, largest.

    survives: how many have the verdict of the claim as shown; least and largest: the range of the change.
    """
    shown, others = table["verdict"].iloc[0], table.iloc[1:]
    counts = pd.crosstab(others["family"], others["verdict"]).reindex(columns=list(VERDICTS), fill_value=0)
    ends = others.groupby("family")["change"].agg(least="min", largest="max")
    whole = counts.assign(estimates=counts.sum(axis=1), survives=counts[shown]).join(ends)
    ordered = whole.reindex(others["family"].unique()).rename_axis("family").reset_index()
    return ordered[["family", "estimates", "survives", *VERDICTS, "least", "largest"]]


def list_failures(table: pd.DataFrame) -> pd.DataFrame:
    """The other estimates whose verdict is not that of the claim as shown."""
    return table.iloc[1:][table["verdict"].iloc[1:] != table["verdict"].iloc[0]]
