"""How well a classifier reads that was trained on few statements, beside the mean of the side: why `train` asks for a minimum.

`python -m benchmarks.few [DOSSIER] [--draws 10]` draws whole sources of the coded statements at random until a number of statements is reached,
cross-fits a classifier on them alone (five folds by source), and prints for each number: the sources, the mean distance from
the code of the classifier and of the side's mean, the correlation within sides, all as means over draws and topics; and of
all draws and topics the share in which the classifier is nearer to the codes than the side's mean, and in which it is clearly so or
clearly farther (90 % interval of the difference, by drawing sources). The last line is the whole dossier.
"""

import argparse
from collections.abc import Iterator

import numpy as np
import pandas as pd

from stance.classifier.divisions import score_folds
from stance.classifier.evaluation import measure_runs
from stance.classifier.folds import BY_SOURCE, DIVISIONS
from stance.dossier.loading import Dossier, find_dossier, load_dossier
from stance.errors import ModelError

SIZES = (10, 20, 30, 40, 60, 80, 120, 180, 250, 400)
NAMES = ("mae", "mae_by_side", "mae_over_side", "within_side_r")


def draw_sources(coded: pd.DataFrame, size: int, seed: int) -> pd.DataFrame:
    """The statements of sources that were drawn until there are `size` statements or more."""
    order = np.random.default_rng(seed).permutation(coded["source"].unique())
    counts = coded["source"].value_counts().reindex(order).cumsum()
    return coded[coded["source"].isin(order[: int(counts.searchsorted(size)) + 1])].reset_index(drop=True)


def measure_drawn(dossier: Dossier, drawn: pd.DataFrame) -> Iterator[dict[str, float | None]]:
    """The measures of each topic, with `clear`: -1 where the classifier is clearly nearer to the codes, 1 farther, else 0."""
    folds = score_folds(DIVISIONS[BY_SOURCE], dossier, drawn, 0)
    if not folds:
        return
    scores = pd.concat(list(folds.values()), ignore_index=True)
    tested = drawn[drawn["statement"].isin(scores["statement"])].reset_index(drop=True)
    found = measure_runs([scores], tested, dossier, NAMES)
    for topic, measures in found.measures.items():
        if (ends := found.intervals[topic]["mae_over_side"]) is not None:
            yield {**measures, "clear": float(ends[0] > 0) - float(ends[1] < 0), "sources": drawn["source"].nunique()}


def list_measured(dossier: Dossier, coded: pd.DataFrame, size: int, draws: int) -> pd.DataFrame:
    """One row a draw and topic; draws that nothing can be fitted on have none."""
    rows: list[dict[str, float | None]] = []
    for seed in range(draws):
        try:
            rows += measure_drawn(dossier, draw_sources(coded, size, seed))
        except ModelError:
            continue
    return pd.DataFrame(rows)


def write_row(size: int, rows: pd.DataFrame) -> str:
    """One line of the table."""
    means = rows[["sources", "mae", "mae_by_side", "within_side_r"]].astype(float).mean()
    shares = ((rows["mae_over_side"] < 0).mean(), (rows["clear"] < 0).mean(), (rows["clear"] > 0).mean())
    cells = "".join(f"{value:>10.2f}" for value in means[1:]) + "".join(f"{share:>9.0%}" for share in shares)
    return f"{size:>10}{means.iloc[0]:>9.0f}{cells}"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dossier", nargs="?", default="japan-russia")
    parser.add_argument("--draws", type=int, default=10)
    options = parser.parse_args()
    dossier = load_dossier(find_dossier(options.dossier))
    coded = dossier.statements[dossier.statements["coded"]].reset_index(drop=True)
    print(
        f"{'statements':>10}{'sources':>9}{'mae':>10}{'side':>10}{'within':>10}{'nearer':>9}{'clearly':>9}{'farther':>9}"
    )
    for size in [*(size for size in SIZES if size < len(coded)), len(coded)]:
        rows = list_measured(dossier, coded, size, options.draws if size < len(coded) else 1)
        print(write_row(size, rows) if len(rows) else f"{size:>10}  nothing can be fitted", flush=True)


if __name__ == "__main__":
    main()
