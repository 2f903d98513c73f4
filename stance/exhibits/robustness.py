"""One claim, estimated again without parts of its evidence and by other choices; and the claims to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.periods import Period, outer_periods
from stance.estimates.robustness import (
    IDLE,
    OTHER,
    SAME,
    UNCLEAR,
    UNKNOWN,
    VERDICTS,
    count_verdicts,
    find_worst,
    list_failures,
    try_claim,
)
from stance.estimates.scored import score_statements
from stance.estimates.selection import Selection, list_left_out, select_actors
from stance.estimates.strength import is_swing
from stance.estimates.variants import MOST_LEFT_OUT, Claim
from stance.exhibits.exhibit import Column, Exhibit, Table, make_empty
from stance.exhibits.lines import Findings, gather_findings
from stance.figures.checks import plot_estimates
from stance.wording.changes import describe_claim, describe_survival, rank_claims
from stance.wording.checks import (
    ALL_SAME,
    MARKERS,
    NO_CHANGE,
    NO_CLAIM,
    SHARED_EVIDENCE,
    SURVIVING,
    describe_families,
    describe_idle,
    describe_left_out,
    describe_worst,
)
from stance.wording.selections import describe_span

KEY = "estimates"
ENDS, SWING = "ends", "swing"
KINDS = {ENDS: "From the first to the last year of the dates", SWING: "Surest swing between adjacent windows"}
COLUMNS = (
    Column("family", "family"),
    Column("variant", "other estimate"),
    Column("change", "change", "signed", "codes"),
    Column("low", "90 % interval from", "signed"),
    Column("high", "to", "signed"),
    *(
        Column(f"{name}_{end}", f"{name} {end}", "count")
        for name in ("statements", "sources")
        for end in ("before", "after")
    ),
    Column("verdict", "says"),
)
COUNTS = (
    Column("family", "family"),
    *(Column(name, name, "count") for name in ("estimates", "survives", *VERDICTS)),
    Column("least", "least change", "signed", "codes"),
    Column("largest", "largest change", "signed", "codes"),
    Column("idle", "cannot matter", "count"),
)


@dataclass(frozen=True)
class ClaimChoices:
    """The claims that can be checked, as (topic, group, kind) in order; the one to begin with; the name of each group."""

    claims: tuple[tuple[str, str, str], ...]
    first: tuple[str, str, str]
    names: Mapping[str, str]


def offer_claims(dossier: Dossier, scored: pd.DataFrame, selection: Selection) -> ClaimChoices:
    """Every change of the drawn lines that can be estimated; it begins with what the overview's title says first, and
    where that says nothing with the change that comes nearest to the bar."""
    found = gather_findings(dossier, scored, selection)
    known = _list_known(found)
    ranked = rank_claims(known, found.lines)
    first = ranked.iloc[0] if len(ranked) else known.loc[known["strength"].idxmax()] if len(known) else None
    order = {group: place for place, group in enumerate(found.lines)}
    claims = sorted(
        map(_name_claim, known.to_dict("records")), key=lambda c: (selection.topics.index(c[0]), order[c[1]], c[2])
    )
    names = {group: line.name for group, line in found.lines.items()}
    return ClaimChoices(tuple(claims), _name_claim(first) if first is not None else ("", "", ""), names)


def _list_known(found: Findings) -> pd.DataFrame:
    return found.changes[found.changes["change"].notna()].reset_index(drop=True)


def _name_claim(row) -> tuple[str, str, str]:
    return str(row["topic"]), str(row["group"]), SWING if is_swing(row) else ENDS


def make_robustness(
    dossier: Dossier,
    scores: pd.DataFrame,
    selection: Selection,
    *,
    claim: tuple[str, str, str],
    dark: bool = False,
    scored: pd.DataFrame | None = None,
) -> Exhibit:
    """The claim (one of `offer_claims`) in words with how many other estimates say the same, and a marker for each of them.

    The table holds all estimates, the claim as shown first; `extra` counts them by family and lists those that say
    something else. `scored` are the scored statements, where they are known.
    """
    if scored is None:
        scored = score_statements(dossier, scores, selection.score_source)
    found = gather_findings(dossier, scored, selection)
    rows = [row for row in _list_known(found).to_dict("records") if _name_claim(row) == claim]
    if not rows:
        return make_empty(KEY, NO_CLAIM, NO_CHANGE, SURVIVING)
    table = try_claim(_pose_claim(dossier, selection, rows[0]), scored, dossier, scores)
    counts = count_verdicts(table)
    return Exhibit(
        KEY,
        rows[0]["verdict"],
        _describe(dossier, selection, found, rows[0], counts, table),
        SURVIVING,
        sentences=tuple(
            filter(None, [describe_worst(find_worst(table)), describe_idle(int((table["verdict"] == IDLE).sum()))])
        ),
        note=MARKERS,
        caveats=(
            SHARED_EVIDENCE,
            *((describe_left_out(MOST_LEFT_OUT),) if table["family"].value_counts().max() >= MOST_LEFT_OUT else ()),
        ),
        more=describe_families(counts),
        picture=plot_estimates(table[table["verdict"] != IDLE], dark=dark),
        table=Table(table, COLUMNS, "All estimates, the claim as shown first", f"{dossier.slug}-robustness"),
        extra=_list_extra(dossier, table, counts),
    )


def _pose_claim(dossier: Dossier, selection: Selection, row: Mapping) -> Claim:
    """The claim behind a change of the selection."""
    first, last = _find_periods(selection, row)
    actors = frozenset(select_actors(dossier.actors, selection)["actor"])
    out = list_left_out(dossier, selection)
    what = (row["topic"], row["group"], first, last, selection.by, selection.rules)
    return Claim(*what, actors, selection.score_source, out)


def _find_periods(selection: Selection, row: Mapping) -> tuple[Period, Period]:
    if not is_swing(row):
        return outer_periods(selection)
    window = pd.Timedelta(days=selection.rules.window_days)
    return (row["start"] - window, row["start"]), (row["date"] - window, row["date"])


def _describe(
    dossier: Dossier, selection: Selection, found: Findings, row: Mapping, counts: pd.DataFrame, table: pd.DataFrame
) -> str:
    said = describe_claim(
        row, dossier.codebook.topic(row["topic"]), found.lines[row["group"]], describe_span(selection)
    )
    sums = {name: int(counts[name].sum()) for name in (SAME, OTHER, "estimates", UNKNOWN)}
    clear = table["verdict"].iloc[0] != UNCLEAR
    return describe_survival(said, clear, sums[SAME], sums[SAME] + sums[OTHER], sums["estimates"], sums[UNKNOWN])


def _list_extra(dossier: Dossier, table: pd.DataFrame, counts: pd.DataFrame) -> dict[str, Table]:
    """How many of each family say the same, and which do not; without columns of words that no estimate has."""
    used = tuple(one for one in COUNTS if one.name not in VERDICTS or counts[one.name].any())
    failures = list_failures(table)
    return {
        "families": Table(counts, used, "Other estimates by family", f"{dossier.slug}-families"),
        "failures": Table(
            failures, COLUMNS, "Estimates that say something else", f"{dossier.slug}-failures",
            note="" if len(failures) else ALL_SAME,
        ),
    }  # fmt: skip
