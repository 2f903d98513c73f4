"""How often the intervals of said and spoke hold the truth: by simulation, beside a plain bootstrap over sources (the baseline).

`python -m benchmarks.split_coverage [--runs 120]` prints a row for each number of speakers and of sources a period. Each run
draws speakers with a mean and a share of the sources before and after, and sources with one statement each; the truth is
said and spoke by those means and shares. The baseline is the same draws without the band of each speaker's mean.
"""

import argparse
from unittest.mock import patch

import numpy as np
import pandas as pd

from stance.estimates import split_intervals
from stance.estimates.movement import split_change
from stance.estimates.periods import Period
from stance.estimates.positions import Estimator

SIZES = ((3, 6), (3, 12), (3, 25), (8, 25), (8, 60), (20, 60), (20, 150))
YEARS = (2020, 2021)
PERIODS: tuple[Period, Period] = (
    (pd.Timestamp("2019-12-31"), pd.Timestamp("2020-12-31")),
    (pd.Timestamp("2020-12-31"), pd.Timestamp("2021-12-31")),
)
PARTS = ("said", "spoke")


def draw_speakers(count: int, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """The shares of the speakers before and after, and their means before and after."""
    before = rng.normal(0, 1, count)
    return (
        rng.dirichlet(np.full(count, 3.0)),
        rng.dirichlet(np.full(count, 3.0)),
        before,
        before + rng.normal(0, 0.4, count),
    )


def draw_scored(speakers: tuple[np.ndarray, ...], sources: int, rng: np.random.Generator) -> pd.DataFrame:
    """The scored statements of one side, one a source."""
    rows = []
    for year, shares, means in zip(YEARS, speakers[:2], speakers[2:], strict=True):
        who = rng.choice(len(shares), sources, p=shares)
        scores = means[who] + rng.normal(0, 0.7, sources)
        rows += [(f"a{one}", f"{year}-{n}", score, f"{year}-05-05") for n, (one, score) in enumerate(zip(who, scores, strict=True))]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["actor", "source", "score", "date"])
    return frame.assign(date=pd.to_datetime(frame["date"]), side="x", topic="t", spread=0.0, shared=0.0)


def measure_plainly(scored: pd.DataFrame) -> dict[str, float]:
    """What `measure_split` finds of the whole where no speaker's mean has an error of its own."""
    with patch.object(split_intervals, "_measure_halves", lambda _own, parts, *_rest: np.zeros((2, len(parts)))):
        return split_intervals.measure_split(scored, "x", PERIODS, Estimator()).whole


def cover(speakers: int, sources: int, runs: int, rng: np.random.Generator) -> dict[str, float]:
    """The share of runs whose interval holds the truth, and the mean width, of either way and part."""
    cells: dict[str, list[float]] = {}
    for _ in range(runs):
        drawn = draw_speakers(speakers, rng)
        truth = [part.sum() for part in split_change(*drawn)]
        scored = draw_scored(drawn, sources, rng)
        wholes = {
            "": split_intervals.measure_split(scored, "x", PERIODS, Estimator()).whole,
            "plain ": measure_plainly(scored),
        }
        for way, whole in wholes.items():
            for part, true in zip(PARTS, truth, strict=True):
                low, high = whole[f"{part}_low"], whole[f"{part}_high"]
                cells.setdefault(f"{way}{part}", []).append(low <= true <= high)
                cells.setdefault(f"{way}{part} width", []).append(high - low)
    return {"speakers": speakers, "sources": sources} | {name: float(np.mean(cell)) for name, cell in cells.items()}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=120)
    runs, rng = parser.parse_args().runs, np.random.default_rng(11)
    table = pd.DataFrame([cover(*size, runs, rng) for size in SIZES])
    print(f"Share of 90 % intervals that hold the truth, {runs} runs a row; “plain” is a bootstrap over sources alone.")
    print(table.round(2).to_string(index=False))


if __name__ == "__main__":
    main()
