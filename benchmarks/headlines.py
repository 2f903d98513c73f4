"""How often a page names a change where nothing moved, and whether the intervals of what it names hold the truth.

`python -m benchmarks.headlines [DOSSIER] [--runs 200]` prints three tables, for lines of sides and of the actors who speak most.

1. The largest change of a page, in half widths of its interval, where nothing moved: the record's own codes with their dates
   exchanged. Once whole weeks of a side change places (statements of one week stay together); once weeks of each speaker change
   places (who spoke when stays as it was). The 90th percentile is the bar at which one page in ten would still name something.
2. Statements drawn anew on the record's own weeks, speakers and sources, whose stances share a part within a speaker and within a
   week (intraclass correlations) and do not move: how often a page names anything.
3. The same with lines that move by a step or steadily: how much of what is named is there, and how often the printed interval holds
   what moved. The baseline of each table is the bar of a single 90 % interval, 1.0.
"""

import argparse
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.special import ndtr

from stance.dossier.loading import MODELS, Dossier, find_dossier, load_dossier
from stance.dossier.scores import read_scores
from stance.estimates.movement import estimate_swings
from stance.estimates.periods import list_dates, outer_periods
from stance.estimates.positions import Estimator
from stance.estimates.rules import ACTOR_WINDOW, LEAST_SOURCES, NAMED, SIDE_WINDOW, Rules
from stance.estimates.scored import score_statements
from stance.estimates.selection import default_selection

WINDOWS = {"side": SIDE_WINDOW, "actor": ACTOR_WINDOW}
LINES = 8
SHARES = {"none": (0.0, 0.0), "as in the record": (0.18, 0.15), "speakers .2, weeks .2": (0.2, 0.2)}
CUTS = np.array([-1.5, -0.5, 0.5, 1.5])
LEVELS = np.arange(-2, 3)


def number_weeks(rows: pd.DataFrame) -> np.ndarray:
    """The Monday of the week of each row, as a number of days."""
    days = rows["date"].to_numpy(dtype="datetime64[D]").astype(int)
    return days - (days + 3) % 7


def exchange_weeks(rows: pd.DataFrame, within: list[str], rng: np.random.Generator) -> pd.DataFrame:
    """The rows with their weeks exchanged within each group of the columns `within`."""
    weeks = number_weeks(rows)
    moved = pd.Series(0, index=rows.index)
    for _, index in rows.groupby(within).indices.items():
        found, place = np.unique(weeks[index], return_inverse=True)
        moved.iloc[index] = (rng.permutation(found) - found)[place]
    shift = pd.to_timedelta(moved.to_numpy(), unit="D")
    return rows.assign(**{name: rows[name] + shift for name in ("date", "earliest", "latest")})


def list_changes(rows: pd.DataFrame, estimator: Estimator, dossier: Dossier) -> pd.DataFrame:
    """Every change that a page could name, with `strength` in half widths, what a swing `held`, and whether the page `named` it."""
    moves = estimator.change(rows, *outer_periods(default_selection(dossier.codebook)))
    moves = moves.assign(half=(moves["high"] - moves["low"]) / 2, held=np.inf)
    swings = estimate_swings(
        estimator.positions(rows, list_dates(*dossier.codebook.period)), estimator.rules.window_days
    )
    both = pd.concat([moves, swings], ignore_index=True).dropna(subset="change")
    both = both[both[["sources_before", "sources_after"]].min(axis=1) >= LEAST_SOURCES]
    strength = both["change"].abs() / both["half"]
    return both.assign(strength=strength, named=np.minimum(strength, both["held"]) >= NAMED)


def draw_scores(
    rows: pd.DataFrame, by: str, shares: tuple[float, float], path: Callable[[np.ndarray], np.ndarray], rng: np.random.Generator
) -> pd.DataFrame:  # fmt: skip
    """The rows with new scores: a line's mean and width as in the record, its movement by `path` (codes, of days), and effects of
    speaker and week with these shares of the variance; statements of a source agree half the time."""
    speaker, week = shares
    keys = [rows["topic"] + rows["actor"], rows["topic"] + rows[by] + pd.Series(number_weeks(rows), rows.index).astype(str),
            rows["topic"] + rows[by] + rows["source"]]  # fmt: skip
    effects = [rng.normal(size=key.nunique())[pd.factorize(key)[0]] for key in keys]
    parts = [speaker if by == "side" else 0.0, week, 0.5 * (1 - speaker - week)]
    noise = np.sqrt(1 - sum(parts)) * rng.normal(size=len(rows))
    whole = sum(np.sqrt(part) * effect for part, effect in zip(parts, effects, strict=True)) + noise
    means, spreads = (rows.groupby([by, "topic"])["score"].transform(how) for how in ("mean", "std"))
    latent = means.clip(-1.2, 1.2) + path(rows["date"].to_numpy(dtype="datetime64[D]").astype(int)) + spreads * whole
    return rows.assign(score=np.clip(np.round(latent), -2, 2))


def expect_code(latent: np.ndarray, spread: float) -> np.ndarray:
    """The mean code of stances with a latent mean and spread."""
    below = ndtr((CUTS - latent[:, None]) / spread)
    shares = np.diff(np.concatenate([np.zeros((len(latent), 1)), below, np.ones((len(latent), 1))], axis=1), axis=1)
    return shares @ LEVELS


def find_truth(row: pd.Series, rows: pd.DataFrame, by: str, path: Callable, periods: tuple) -> float:
    """What really moved between the two periods of a change, as the mean over their days."""
    own = rows[(rows[by] == row["group"]) & (rows["topic"] == row["topic"])]["score"]
    centre, spread = float(np.clip(own.mean(), -1.2, 1.2)), max(float(own.std()), 0.1)
    swing = pd.notna(row["start"])
    ends = [(row["start_from"], row["start"]), (row["date_from"], row["date"])] if swing else periods
    means = []
    for first, last in ends:
        days = np.arange(*(np.datetime64(day, "D").astype(int) for day in (first, last)))
        means.append(expect_code(centre + path(days), spread).mean())
    return means[1] - means[0]


def print_null(rows: pd.DataFrame, estimators: dict[str, Estimator], dossier: Dossier, runs: int, seed: int) -> None:
    """Prints the first table."""
    print(f"{'lines':>7} {'exchanged':>22} {'median':>7} {'90th':>6} {'named':>6} {'at 1.0':>7}")
    for by, estimator in estimators.items():
        for name, within in (("weeks of a side", ["side", "topic"]), ("weeks of a speaker", ["actor", "topic"])):
            rng, found = np.random.default_rng(seed), []
            for _ in range(runs):
                changes = list_changes(exchange_weeks(rows[by], within, rng), estimator, dossier)
                found.append((changes["strength"].max(), changes["named"].any()))
            largest, named = np.array(found, dtype=float).T
            middle, high = np.nanquantile(largest, [0.5, 0.9])
            print(
                f"{by:>7} {name:>22} {middle:>7.2f} {high:>6.2f} {named.mean():>6.1%} {(largest >= 1).mean():>7.0%}",
                flush=True,
            )


def print_drawn(rows: pd.DataFrame, estimators: dict[str, Estimator], dossier: Dossier, runs: int, seed: int) -> None:
    """Prints the second and the third table."""
    eve, last = (np.datetime64(day, "D").astype(int) for day in dossier.codebook.period)
    half = (eve + last) / 2
    paths = {
        "still": lambda days: 0.0 * days,
        "step of 1": lambda days: 1.0 * (days > half) - 0.5,
        "steady, 1.5 in all": lambda days: 1.5 * (days - half) / (last - eve),
    }
    periods = outer_periods(default_selection(dossier.codebook))
    print(
        f"\n{'lines':>7} {'clusters':>22} {'path':>19} {'pages':>7} {'at 1.0':>7} {'changes':>8} {'named':>6} {'true':>6} {'held':>6}"
    )
    for by, estimator in estimators.items():
        for clusters, shares in SHARES.items():
            for name, path in paths.items():
                rng, found, pages = np.random.default_rng(seed), [], []
                for _ in range(runs):
                    changes = list_changes(draw_scores(rows[by], by, shares, path, rng), estimator, dossier)
                    pages.append((changes["named"].any(), (changes["strength"] >= 1).any()))
                    for _, one in changes[changes["named"]].iterrows():
                        truth = find_truth(one, rows[by], by, path, periods)
                        found.append(
                            (abs(one["change"]), truth * np.sign(one["change"]), one["low"] <= truth <= one["high"])
                        )
                named, single = np.mean(pages, axis=0)
                size, true, holds = np.mean(found, axis=0) if found else (np.nan,) * 3
                print(
                    f"{by:>7} {clusters:>22} {name:>19} {named:>7.1%} {single:>7.0%} {len(found):>8} {size:>6.2f} {true:>6.2f} {holds:>6.1%}",
                    flush=True,
                )  # fmt: skip


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dossier", nargs="?", default="japan-russia")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dossier = load_dossier(find_dossier(options.dossier))
    scored = score_statements(dossier, read_scores(MODELS / dossier.slug))
    scored = scored[scored["side"].isin(default_selection(dossier.codebook).sides)].reset_index(drop=True)
    most = scored["actor"].value_counts().index[:LINES]
    rows = {"side": scored, "actor": scored[scored["actor"].isin(most)].reset_index(drop=True)}
    estimators = {by: Estimator(by, Rules(WINDOWS[by]), dossier.codebook.scales) for by in rows}
    print_null(rows, estimators, dossier, options.runs, options.seed)
    print_drawn(rows, estimators, dossier, options.runs, options.seed)


if __name__ == "__main__":
    main()
