"""One change of position and the other ways to estimate it: without parts of its evidence, and by other choices.

Belongs here: the families of estimates. Not here: how many of them say the same (`robustness`), words, pictures.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from stance.dossier.columns import ADJUDICATED
from stance.dossier.loading import Dossier
from stance.estimates.batches import list_batches
from stance.estimates.periods import Period
from stance.estimates.positions import Change, Estimator
from stance.estimates.rules import Rules
from stance.estimates.samples import NOTHING
from stance.estimates.scored import BEST, CODES, SCORE_SOURCES, score_statements
from stance.estimates.spans import falls_within

MONTHS = (3, 6, 9, 12, 18, 24)
PAIRED = 12  # sources of the thinner end, those farthest from its mean first, of which every two are left out
WITHOUT_TWO = "without two sources"
MOST_LEFT_OUT = 300  # sources, actors or weeks that are left out one by one
Drop = Callable[[tuple[str, str], pd.Series], tuple]


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


def estimate_variant(claim: Claim, rows: pd.DataFrame, dossier: Dossier, name: tuple[str, str]) -> tuple:
    """One row of the table from the scored rows of the topic; those of other actors only enter the pooled variance."""
    estimator = Estimator(claim.by, claim.rules, dossier.codebook.scales, pool_from=rows)
    own = claim.keep(rows[rows[claim.by] == claim.group])
    moved = estimator.prepare(own).between(claim.group, claim.topic, claim.first, claim.last)
    return _list_row(name, moved)


def _list_row(name: tuple[str, str], moved: Change) -> tuple:
    ends = moved.before, moved.after
    counts = [one.statements for one in ends] + [one.sources for one in ends]
    return (*name, moved.change, moved.low, moved.high, *counts)


def _list_used(claim: Claim, rows: pd.DataFrame) -> pd.DataFrame:
    """The statements that the claim rests on."""
    own = claim.keep(rows[rows[claim.by] == claim.group])
    return pd.concat([_within(own, period) for period in (claim.first, claim.last)])


def _within(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    return rows[falls_within(rows, period)]


def _drop(claim: Claim, rows: pd.DataFrame, dossier: Dossier) -> tuple[pd.DataFrame, Drop]:
    """The statements that a claim rests on, and what makes its row without those of them that a mask names; the variance that it
    borrows stays that of all rows."""
    used = _list_used(claim, rows)
    used, key = used[~used.index.duplicated()], (claim.group, claim.topic)
    ready = Estimator(claim.by, claim.rules, dossier.codebook.scales, pool_from=rows).prepare(used)
    sample = ready.samples.get(key, NOTHING)

    def drop(name: tuple[str, str], gone: pd.Series) -> tuple:
        less = replace(ready, samples={key: sample.without(gone.to_numpy()[sample.rows])})
        return _list_row(name, less.between(claim.group, claim.topic, claim.first, claim.last))

    return used, drop


def _leave_out(column: str, family: str) -> Callable[..., Iterator[tuple]]:
    def family_of(claim: Claim, rows: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> Iterator[tuple]:  # noqa: ARG001
        names, (used, drop) = dossier.actors.set_index("actor")["name"], _drop(claim, rows, dossier)
        for value in _pick_largest(used[column]):
            if column != claim.by:  # a line of one actor cannot do without that actor
                yield drop((family, names.get(value, str(value))), used[column] == value)

    return family_of


def _pick_largest(cells: pd.Series) -> list:
    """The distinct cells in order; where they are more than `MOST_LEFT_OUT`, those alone that most statements have."""
    counts = cells.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return sorted(counts.index[:MOST_LEFT_OUT])


def _vary_kinds(claim: Claim, rows: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> Iterator[tuple]:  # noqa: ARG001
    about = _find_about(dossier, rows)
    kept = {
        "direct speech only": about["speech"] == "direct",
        "acts left out": about["speech"] != "act",
        "reported speech left out": about["speech"] != "indirect",
        "reports relayed from another outlet left out": about["origin"] == "",
        "sources marked weak left out": about["source_kind"] != "weak",
        "dates known to the day only": about["date_precision"] == "day",
    }
    used = _list_used(claim, rows).index
    for name, keep in kept.items():
        if not keep[used].all():
            yield estimate_variant(claim, rows[keep], dossier, ("kind of statement", name))


def _find_about(dossier: Dossier, rows: pd.DataFrame) -> pd.DataFrame:
    """The kind of speech and precision of the rows' statements, and origin and kind of their sources; index as in the rows."""
    statements, sources = dossier.statements, dossier.sources.set_index("source")
    places = _find_places(rows["statement"], statements["statement"])
    about = statements[["speech", "date_precision"]].take(places).set_axis(rows.index)
    own = statements["source"].take(places).set_axis(rows.index)
    return about.assign(origin=own.map(sources["origin"]), source_kind=own.map(sources["kind"]))


def _find_places(cells: pd.Series, among: pd.Series) -> np.ndarray:
    """The place of each text among others; a pandas index would make an object of each of them."""
    return pc.index_in(pa.array(cells), value_set=pa.array(among)).to_numpy()


def _vary_coders(claim: Claim, rows: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> Iterator[tuple]:  # noqa: ARG001
    coded = dossier.statements["statement"].isin(dossier.codings["statement"].unique())
    about = dossier.statements[coded].set_index("statement").drop(columns=dossier.codebook.topic_ids)
    for coder, codings in dossier.codings[dossier.codings["coder"] != ADJUDICATED].groupby("coder"):
        read = about.join(codings.set_index("statement")[dossier.codebook.topic_ids]).reset_index()
        other = score_statements(replace(dossier, statements=read), scores, CODES, (claim.topic,))
        yield estimate_variant(claim, other, dossier, ("coder", f"codes of coder {coder} alone"))


def _vary_scores(claim: Claim, rows: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> Iterator[tuple]:
    alike = len(scores) == 0 and (rows["scored_by"] == "coder").all()  # every source is the codes
    for source, name in SCORE_SOURCES.items():
        if not alike and source != claim.score_source and (source == CODES or len(scores)):
            other = score_statements(dossier, scores, source, (claim.topic,))
            yield estimate_variant(claim, other, dossier, ("score source", name.lower()))


def _vary_periods(claim: Claim, rows: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> Iterator[tuple]:  # noqa: ARG001
    begin, end = dossier.codebook.period
    for months in MONTHS:
        first, last = _stretch_periods(claim, pd.DateOffset(months=months))
        differs = abs((first[1] - first[0]) - (claim.first[1] - claim.first[0])) > pd.Timedelta(days=20)
        inside = first[0] >= pd.Timestamp(begin) - pd.Timedelta(days=1) and last[1] <= pd.Timestamp(end)
        if differs and inside and first[1] <= last[0]:
            other = replace(claim, first=first, last=last)
            yield estimate_variant(other, rows, dossier, ("length of the periods", f"{months} months before and after"))


def _stretch_periods(claim: Claim, length: pd.DateOffset) -> tuple[Period, Period]:
    """Two periods of another length: with the same inner ends where they are adjacent, else with the same outer ends."""
    (start, until), (after, end) = claim.first, claim.last
    if after - until < pd.Timedelta(days=31):
        return (until - length, until), (after, after + length)
    return (start, start + length), (end - length, end)


def _leave_out_weeks(claim: Claim, rows: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> Iterator[tuple]:  # noqa: ARG001
    """Without each week of the claim's evidence: statements of one week resemble each other."""
    used, drop = _drop(claim, rows, dossier)
    mondays = used["date"] - pd.to_timedelta(used["date"].dt.day_of_week, unit="D")
    for monday in _pick_largest(mondays):
        yield drop(("without one week", f"week of {monday:%Y-%m-%d}"), mondays == monday)


def _leave_out_pairs(claim: Claim, rows: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> Iterator[tuple]:  # noqa: ARG001
    """Without every two sources of the end that rests on fewer."""
    used, drop = _drop(claim, rows, dossier)
    thin = min((_within(used, period) for period in (claim.first, claim.last)), key=lambda end: end["source"].nunique())
    means = thin.groupby("source")["score"].mean()
    odd = (means - means.mean()).abs().sort_values(ascending=False, kind="stable").index[:PAIRED]
    for pair in combinations(sorted(odd), 2):
        yield drop((WITHOUT_TWO, " and ".join(pair)), used["source"].isin(pair))


def _keep_batches(claim: Claim, rows: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> Iterator[tuple]:  # noqa: ARG001
    """From the statements added on each day alone, where there were several."""
    batches = list_batches(dossier)
    if len(batches) < 2:
        return
    added = rows["statement"].map(dossier.statements.set_index("statement")["batch"])
    for batch in batches:
        yield estimate_variant(claim, rows[added == batch], dossier, ("batch alone", f"added on {batch:%Y-%m-%d}"))


def _keep_voices(claim: Claim, rows: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> Iterator[tuple]:  # noqa: ARG001
    """From each group of speakers alone, where the claim rests on several."""
    titles = rows["actor"].map(dossier.voices)
    used = set(titles[_list_used(claim, rows).index])
    voices = [voice.title for voice in dossier.reference.voice if voice.title in used]
    for title in voices if len(voices) > 1 and claim.by == "side" else []:
        yield estimate_variant(claim, rows[titles == title], dossier, ("speakers alone", title))


FAMILIES = (
    _leave_out("source", "without one source"),
    _leave_out_pairs,
    _leave_out_weeks,
    _leave_out("actor", "without one actor"),
    _keep_voices,
    _keep_batches,
    _vary_kinds,
    _vary_coders,
    _vary_scores,
    _vary_periods,
)
