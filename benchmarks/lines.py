"""How often the band of a line holds the position at the date, by simulation: trailing mean, filter, smoother.

`python -m benchmarks.lines [--runs 100]` prints a table, a row an estimator and strength of movement. Each run draws the
statements of three sides on one topic over five years and fits the parameters to them, as for a dossier. What is drawn:

- days: half of the statements fall at random, half in twelve weeks of talks;
- the position: a random level within three quarters of the scale, and an Ornstein-Uhlenbeck drift with a memory of a
  year and a deviation of 0.3 steps (movement 1), 0.6 (movement 2) or 0 (movement 0);
- speakers: forty, some of whom speak often; one or two statements a source;
- around the position a variance of 0.64: a fifth of it by speaker, a fifth by week, a tenth by source, the rest noise;
- codes: rounded to whole numbers and cut at the ends of the scale, so that near a pole they pile up there.

The truth at a date is the mean code that the position of that day would have without end, over speakers, weeks and
sources. The estimators see codes alone. cover: share of bands that hold it (nominal 90 %); pole: the same where the truth lies within
half a step of an end; width: of the bands; error: mean absolute distance of position and truth. Each position counts
once; the standard error of cover treats the run as the unit.
"""

import argparse
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.special import ndtr

from stance.estimates.drift_fit import fit_parameters
from stance.estimates.positions import Estimator
from stance.estimates.rules import DEFAULT_RULES
from stance.estimates.statespace import StateSpace

SCALE = (-2.0, 2.0)
START, DAYS, STATEMENTS = pd.Timestamp("2015-01-05"), 1820, 150
DATES = pd.date_range("2015-07-31", "2019-12-20", freq="ME")
MEMORY, STEP, VARIANCE = 365.0, 0.3, 0.64
SPEAKER, WEEK, SOURCE = 0.2, 0.2, 0.1


def draw_drift(rng: np.random.Generator, deviation: float) -> np.ndarray:
    """The departure from the level on each day."""
    keep = np.exp(-1 / MEMORY)
    steps = rng.normal(0, deviation * np.sqrt(1 - keep**2), DAYS)
    drift = np.empty(DAYS)
    drift[0] = rng.normal(0, deviation)
    for day in range(1, DAYS):
        drift[day] = keep * drift[day - 1] + steps[day]
    return drift


def draw_days(rng: np.random.Generator) -> np.ndarray:
    """The day of each source, in order: half at random, half in twelve weeks."""
    sources, weeks = STATEMENTS * 2 // 3, rng.integers(0, DAYS // 7, 12)
    busy = rng.choice(weeks, sources // 2) * 7 + rng.integers(0, 7, sources // 2)
    return np.sort(np.concatenate([busy, rng.integers(0, DAYS, sources - sources // 2)]))


def draw_side(rng: np.random.Generator, side: str, deviation: float) -> tuple[pd.DataFrame, np.ndarray]:
    """Scored statements of a side, and its true position on each day."""
    latent = rng.uniform(-1.5, 1.5) + draw_drift(rng, deviation)
    days = draw_days(rng)
    sources = np.sort(
        np.concatenate([np.arange(len(days)), rng.choice(len(days), STATEMENTS - len(days), replace=False)])
    )
    days = days[sources]
    speakers = rng.choice(40, STATEMENTS, p=np.arange(1, 41) ** -1.0 / (np.arange(1, 41) ** -1.0).sum())
    parts = ((SPEAKER, speakers), (WEEK, days // 7), (SOURCE, sources))
    around = sum(rng.normal(0, np.sqrt(VARIANCE * share), DAYS)[names] for share, names in parts)
    noise = rng.normal(0, np.sqrt(VARIANCE * (1 - SPEAKER - WEEK - SOURCE)), STATEMENTS)
    codes = np.clip(np.rint(latent[days] + around + noise), *SCALE)
    columns = {"date": START + pd.to_timedelta(days, "D"), "score": codes}
    names = {"statement": range(STATEMENTS), "actor": speakers, "source": sources}
    frame = pd.DataFrame(columns | {name: [f"{side}{value:04}" for value in values] for name, values in names.items()})
    return frame.assign(side=side, topic="topic", spread=0.0, shared=0.0), expect_code(latent)


def expect_code(latent: np.ndarray) -> np.ndarray:
    """The mean code around a latent position, once codes are rounded and cut."""
    edges = np.arange(SCALE[0] + 0.5, SCALE[1])
    return SCALE[0] + sum(ndtr((latent - edge) / np.sqrt(VARIANCE)) for edge in edges)


def list_errors(rng: np.random.Generator, movement: float) -> Iterator[pd.DataFrame]:
    """One run: a frame an estimator with columns estimator, truth, error, half, low, high; a row a side and date."""
    drawn = {side: draw_side(rng, side, movement * STEP) for side in "abc"}
    scored = pd.concat([one[0] for one in drawn.values()], ignore_index=True)
    line = StateSpace("side", DEFAULT_RULES, SCALE, fit_parameters(scored, "side", SCALE))
    trailing = Estimator("side", DEFAULT_RULES, SCALE)
    for name, method in (("trailing mean", trailing.positions), ("filter", line.filter), ("smoother", line.smooth)):
        rows = method(scored, DATES).dropna(subset="position")
        truth = [drawn[side][1][(day - START).days] for side, day in zip(rows["group"], rows["date"], strict=True)]
        yield rows.assign(estimator=name, truth=truth)


def print_rows(rows: pd.DataFrame, movement: float) -> None:
    """Prints a row an estimator."""
    rows = rows.assign(
        cover=(rows["truth"] >= rows["low"]) & (rows["truth"] <= rows["high"]),
        error=(rows["truth"] - rows["position"]).abs(),
        width=rows["high"] - rows["low"],
        pole=SCALE[1] - rows["truth"].abs() <= 0.5,
    )
    for name, own in rows.groupby("estimator", sort=False):
        each = own.groupby("run")["cover"].mean()
        print(
            f"{movement:>8} {name:<14} {len(own):>9} {own['cover'].mean():>7.1%} {each.sem():>6.1%} "
            f"{own[own['pole']]['cover'].mean():>7.1%} {own['width'].mean():>6.2f} {own['error'].mean():>6.3f}"
        )


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    print(
        f"{'movement':>8} {'estimator':<14} {'positions':>9} {'cover':>7} {'se':>6} {'pole':>7} {'width':>6} {'error':>6}"
    )
    for movement in (0, 1, 2):
        runs = [one.assign(run=run) for run in range(options.runs) for one in list_errors(rng, movement)]
        print_rows(pd.concat(runs), movement)


if __name__ == "__main__":
    main()
