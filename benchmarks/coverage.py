"""How often the 90 % band of a position holds the truth: by simulation, and against hand codes.

`python -m benchmarks.coverage [--runs 2000] [--dossier japan-russia]` prints two tables. First, for 2 to 20 sources, the
project's band beside the textbook t interval of the source means (the baseline). Each run draws a group whose stances follow a bell over the five levels
around a random mean with a random width, sources with one to three statements that lean the same way, and two
other groups of eight sources each, from which the pooled variance borrows. The truth is the mean that the
group's sources would have without end. Second, over quarters in which an actor or a side has at least three
coded statements on a topic: how often the position from their hand codes lies in the band from the classifier's
cross-fitted scores alone, beside the band of a reader that knows nothing but the side (the baseline).
"""

import argparse

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from stance.dossier.loading import DATA, MODELS, Dossier, load_dossier
from stance.dossier.scores import read_scores
from stance.estimates.positions import Estimator
from stance.estimates.rules import Rules
from stance.estimates.scored import CLASSIFIER, CODES, score_statements

LEVELS = np.arange(-2, 3)
SOURCES = (2, 3, 5, 10, 20)
DATE = pd.Timestamp("2019-01-31")


def draw_bell(rng: np.random.Generator) -> np.ndarray:
    """Probabilities of the five levels: a bell with a random centre and width."""
    weights = np.exp(-0.5 * ((LEVELS - rng.uniform(-2, 2)) / rng.uniform(0.4, 1.2)) ** 2)
    return weights / weights.sum()


def draw_group(group: str, sources: int, bell: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Scored statements of one group; half the statements of a source repeat its first."""
    rows = []
    for source in range(sources):
        lead = rng.choice(LEVELS, p=bell)
        for n in range(rng.integers(1, 4)):
            score = lead if n == 0 or rng.random() < 0.5 else rng.choice(LEVELS, p=bell)
            rows.append((group, f"{group}-{source}", float(score)))
    return pd.DataFrame(rows, columns=["side", "source", "score"])


def draw_scored(sources: int, rng: np.random.Generator) -> tuple[pd.DataFrame, float]:
    """Scored statements of the group "x" and two others, and the true position of "x"."""
    bell = draw_bell(rng)
    groups = [draw_group("x", sources, bell, rng)]
    groups += [draw_group(name, 8, draw_bell(rng), rng) for name in "yz"]
    scored = pd.concat(groups, ignore_index=True).assign(topic="t", date=DATE, spread=0.0, shared=0.0)
    return scored, float(LEVELS @ bell)


def cover_project(scored: pd.DataFrame, truth: float) -> tuple[bool, float]:
    """Whether the project's band holds the truth, and its width."""
    estimator = Estimator(rules=Rules(min_statements=1, min_sources=1))
    row = estimator.positions(scored, pd.DatetimeIndex([DATE])).query("group == 'x'").iloc[0]
    return bool(row["low"] <= truth <= row["high"]), float(row["high"] - row["low"])


def cover_textbook(scored: pd.DataFrame, truth: float) -> tuple[bool, float]:
    """The same for a t interval from the group's own source means."""
    means = scored[scored["side"] == "x"].groupby("source")["score"].mean()
    half = stdtrit(len(means) - 1, 0.95) * means.std() / np.sqrt(len(means))
    return bool(abs(means.mean() - truth) <= half), float(2 * half)


def compare_quarters(dossier: Dossier, scores: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row a group, topic and quarter with at least three coded statements: hand (position), position, low, high.

    Only coded statements count, on both sides.
    """
    coded = scores[scores["statement"].isin(dossier.statements.loc[dossier.statements["coded"], "statement"])]
    quarters = pd.period_range(*dossier.codebook.period, freq="Q")
    periods = [(q.start_time.normalize() - pd.Timedelta(days=1), q.end_time.normalize()) for q in quarters]
    estimator = Estimator(by, Rules(90, 1, 1), dossier.codebook.scale)
    hand, read = (
        estimator.periods(
            score_statements(dossier, coded, source).pipe(lambda f: f[f["statement"].isin(coded["statement"])]), periods
        ).set_index(["group", "topic", "date"])
        for source in (CODES, CLASSIFIER)
    )
    both = read[["position", "low", "high"]].join(hand[["position", "statements"]].rename(columns={"position": "hand"}))
    return both[both["statements"] >= 3].dropna()


def read_side_only(dossier: Dossier, scores: pd.DataFrame) -> pd.DataFrame:
    """The scores of a reader that reads nothing: the mean code of the side's other sources, with its own typical error."""
    codes = dossier.statements.melt(["statement", "side", "source"], dossier.codebook.topic_ids, "topic", "code")
    codes = codes.astype({"code": float})
    whole, own = (codes.groupby([*by, "topic"])["code"] for by in (["side"], ["side", "source"]))
    sums, counts = (whole.transform(how) - own.transform(how) for how in ("sum", "count"))
    codes = codes.assign(mean=sums / counts.where(counts > 0))
    error = ((codes["mean"] - codes["code"]) ** 2).groupby(codes["topic"]).transform("mean") ** 0.5
    keyed = scores[["statement", "topic"]].merge(codes.assign(error=error), on=["statement", "topic"], how="left")
    blind = scores.assign(score=keyed["mean"].to_numpy(), spread=keyed["error"].to_numpy(), correction=0.0, shared=0.0)
    return blind.dropna(subset="score")


def print_quarters(name: str) -> None:
    """Prints the second table."""
    dossier = load_dossier(DATA / name)
    scores = read_scores(MODELS / name)
    print(
        f"\n{'lines':>7} {'quarters':>9} {'classifier':>11} {'width':>6} {'distance':>9} {'side only':>10} {'width':>6} {'distance':>9}"
    )
    for by in ("actor", "side"):
        tables = [compare_quarters(dossier, one, by) for one in (scores, read_side_only(dossier, scores))]
        cells = [
            f"{((t['hand'] >= t['low']) & (t['hand'] <= t['high'])).mean():>{width}.1%} {(t['high'] - t['low']).mean():>6.2f} "
            f"{(t['hand'] - t['position']).abs().mean():>9.2f}"
            for t, width in zip(tables, (11, 10), strict=True)
        ]
        print(f"{by:>7} {len(tables[0]):>9} {' '.join(cells)}")


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dossier", default="japan-russia", help="a name in data/ with a classifier in models/")
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    print(f"{'sources':>7} {'coverage':>9} {'width':>6} {'textbook':>9} {'width':>6} {'width ratio':>11}")
    for sources in SOURCES:
        drawn = [draw_scored(sources, rng) for _ in range(options.runs)]
        ours = np.mean([cover_project(*one) for one in drawn], axis=0)
        theirs = np.mean([cover_textbook(*one) for one in drawn], axis=0)
        print(
            f"{sources:>7} {ours[0]:>9.1%} {ours[1]:>6.2f} {theirs[0]:>9.1%} {theirs[1]:>6.2f} {ours[1] / theirs[1]:>11.2f}"
        )
    print_quarters(options.dossier)


if __name__ == "__main__":
    main()
