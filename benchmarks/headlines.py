"""How often a headline would be found where nothing moved: the false alarms of the words, by permutation.

`python -m benchmarks.headlines [DOSSIER] [--runs 200]` shuffles the dates of the sources within each side and topic,
so that nothing moves but by chance, and prints how many half widths the largest change of any line reaches: the 90th
percentile is the bar at which one shuffled dossier in ten would still get the phrase. The baseline is the bar of a
single 90 % interval, 1.0.
"""

import argparse

import numpy as np
import pandas as pd

from stance.dossier.loading import MODELS, find_dossier, load_dossier
from stance.dossier.scores import read_scores
from stance.estimates.movement import estimate_swings
from stance.estimates.periods import list_dates, outer_periods
from stance.estimates.positions import Estimator
from stance.estimates.scored import score_statements
from stance.estimates.selection import default_selection
from stance.wording.thresholds import THRESHOLDS


def shuffle_dates(scored: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The scored rows with the dates of whole sources exchanged within each side and topic."""
    parts = []
    for _, rows in scored.groupby(["side", "topic"]):
        first = rows.groupby("source")["date"].first()
        shuffled = pd.Series(rng.permutation(first.to_numpy()), index=first.index)
        parts.append(rows.assign(date=rows["source"].map(shuffled)))
    return pd.concat(parts, ignore_index=True)


def find_largest(changes: pd.DataFrame) -> float:
    """The largest change with enough sources for a title, in half widths of its interval."""
    enough = changes[changes[["sources_before", "sources_after"]].min(axis=1) >= THRESHOLDS["sources"].value]
    return float((enough["change"].abs() / ((enough["high"] - enough["low"]) / 2)).max())


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dossier", nargs="?", default="japan-russia")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dossier = load_dossier(find_dossier(options.dossier))
    scored = score_statements(dossier, read_scores(MODELS / dossier.slug))
    chosen = default_selection(dossier.codebook)
    scored = scored[scored["side"].isin(chosen.sides)]
    dates, rng = list_dates(*dossier.codebook.period), np.random.default_rng(options.seed)
    estimator = Estimator(scale=dossier.codebook.scale)
    found = []
    for _ in range(options.runs):
        shuffled = shuffle_dates(scored, rng)
        moves = estimator.change(shuffled, *outer_periods(chosen))
        positions = estimator.positions(shuffled, dates)
        found.append((find_largest(moves), find_largest(estimate_swings(positions, estimator.rules.window_days))))
    print(
        f"{'half widths of the largest change':36}{'median':>8}{'90th':>8}{'in use':>8}{'false alarms':>14}{'at 1.0':>8}"
    )
    for name, values, rule in zip(
        ("first to last year", "largest swing"), np.array(found).T, ("change", "swing"), strict=True
    ):
        bar = THRESHOLDS[rule].value
        median, high = np.nanquantile(values, [0.5, 0.9])
        print(
            f"{name:36}{median:>8.2f}{high:>8.2f}{bar:>8.1f}{(values >= bar).mean():>14.0%}{(values >= 1).mean():>8.0%}"
        )


if __name__ == "__main__":
    main()
