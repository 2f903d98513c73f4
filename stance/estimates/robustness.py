"""Does a finding survive other choices? One change of position, estimated again without parts of the evidence.

Belongs here: how many of the other estimates (`variants`) agree. Not here: words, pictures.
A claim is a change of one group on one topic between two periods: sure enough to be named in one direction, or not. It
survives another estimate that says the same by the same bar.
"""

import numpy as np
import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.rules import LEAST_SOURCES, NAMED
from stance.estimates.stock import Scored
from stance.estimates.variants import FAMILIES, WITHOUT_TWO, Claim, estimate_variant

SAME, UNCLEAR, OTHER, UNKNOWN = (
    "named, same direction",
    "not sure enough",
    "named, other direction",
    "too few statements",
)
IDLE = "cannot matter"
VERDICTS = (SAME, UNCLEAR, OTHER, UNKNOWN)
MATTERS = 0.05
DROPS = ("without one source", "without one week", "without one actor", WITHOUT_TWO)
COLUMNS = ["family", "variant", "change", "low", "high",
           "statements_before", "statements_after", "sources_before", "sources_after", "verdict"]  # fmt: skip


def try_claim(claim: Claim, scored: pd.DataFrame, dossier: Dossier, scores: pd.DataFrame) -> pd.DataFrame:
    """The claim as it is (first row, family "as shown") and every other way to estimate it: the columns in `COLUMNS`.

    `scored` is what the claim was made from (`score_statements`). Families: without one source, without every two of the thinner
    end, without one week, without one actor; groups of speakers and batches alone; kinds of statement, coders, score
    sources, lengths of the periods. What cannot change the claim is not tried: sources, actors and kinds without a statement
    of the group on the topic in the periods, the score source that it was made from, periods that leave the dossier's. A part
    whose loss moves the change by less than a twentieth of its interval's half width has the verdict `IDLE`.
    """
    rows = Scored(scored[scored["topic"] == claim.topic])
    shown = estimate_variant(claim, rows, dossier, ("as shown", "all statements"))
    variants = [one for family in FAMILIES for one in family(claim, rows, dossier, scores)]
    table = pd.DataFrame([shown, *variants], columns=COLUMNS[:-1])
    return table.assign(verdict=_judge(table))


def _judge(table: pd.DataFrame) -> np.ndarray:
    """The verdict of each estimate by the bar of titles: half widths and sources at both ends."""
    half, change = (table["high"] - table["low"]) / 2, table["change"]
    thin = table[["sources_before", "sources_after"]].min(axis=1) < LEAST_SOURCES
    unclear = (change.abs() < NAMED * half) | thin
    idle = table["family"].isin(DROPS) & ((change - change.iloc[0]).abs() < MATTERS * half.iloc[0])
    same = np.sign(change) == np.sign(change.iloc[0])
    return np.select([change.isna(), idle, unclear, same], [UNKNOWN, IDLE, UNCLEAR, SAME], OTHER)


def count_verdicts(table: pd.DataFrame) -> pd.DataFrame:
    """How the other estimates of each family came out: family, estimates, survives, a column a verdict, least, largest, idle.

    survives: how many have the verdict of the claim as shown; least and largest: the range of the change. Parts that cannot
    matter do not count as estimates; idle says how many a family has. A family of such parts alone has no row.
    """
    shown, tried = table["verdict"].iloc[0], table.iloc[1:]
    others = tried[tried["verdict"] != IDLE]
    counts = pd.crosstab(others["family"], others["verdict"]).reindex(columns=list(VERDICTS), fill_value=0)
    ends = others.groupby("family")["change"].agg(least="min", largest="max")
    whole = counts.assign(estimates=counts.sum(axis=1), survives=counts[shown]).join(ends)
    idle = (tried["verdict"] == IDLE).groupby(tried["family"]).sum()
    ordered = whole.reindex(others["family"].unique()).rename_axis("family").reset_index()
    ordered = ordered.assign(idle=ordered["family"].map(idle).astype(int))
    return ordered[["family", "estimates", "survives", *VERDICTS, "least", "largest", "idle"]]


def list_failures(table: pd.DataFrame) -> pd.DataFrame:
    """The other estimates whose verdict is not that of the claim as shown."""
    others = table.iloc[1:]
    return others[~others["verdict"].isin([table["verdict"].iloc[0], IDLE])]


def find_worst(table: pd.DataFrame) -> pd.Series | None:
    """The estimate without two sources of the thinner end that lies farthest from the change as shown towards 0 and beyond; None
    where no two can be left out."""
    pairs = table[(table["family"] == WITHOUT_TWO) & table["change"].notna()]
    if pairs.empty:
        return None
    return pairs.loc[(pairs["change"] * np.sign(table["change"].iloc[0])).idxmin()]
