"""How often the 90 % band of a position holds the truth: by simulation, and against codes.

`python -m benchmarks.coverage [--runs 400] [--dossier japan-russia]` prints three tables. First, for 2 to 20 sources and each design, the
project's band beside the textbook t interval of the source means (the baseline). A group's stances follow a bell over the five
levels, or pile up at a pole; sources have one to three statements that lean the same way; two other groups of eight sources each
are there, from which the pooled variance borrows. With clusters, stances share a part of their variance within a speaker and
within a week (as much as in the shipped dossier), a speaker having about two and a half sources and a week one and a half. The truth is
the mean that the group would have over speakers, weeks and sources without end. Second, over quarters in which an actor or a side has
at least three coded statements on a topic: how often the position from their codes lies in the band from the classifier's
cross-fitted scores alone, beside the band of a reader that knows nothing but the side (the baseline). Third, how much of the variance among
sources lies between speakers and between weeks.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr, stdtrit

from stance.dossier.loading import DATA, MODELS, Dossier, load_dossier
from stance.dossier.scores import read_scores
from stance.estimates.positions import Estimator
from stance.estimates.rules import Rules
from stance.estimates.samples import SPEAKER_SHARE, WEEK_SHARE
from stance.estimates.scored import CLASSIFIER, CODES, score_statements

LEVELS = np.arange(-2, 3)
SOURCES = (2, 3, 5, 7, 10, 20)
DATE = pd.Timestamp("2019-01-31")


@dataclass(frozen=True)
class Crowd:
    """What the statements of a group are drawn from: the share of each level."""

    shares: np.ndarray

    @property
    def truth(self) -> float:
        """The mean level."""
        return float(LEVELS @ self.shares)

    def say(self, latent: np.ndarray) -> np.ndarray:
        """The levels at normal scores."""
        return LEVELS[np.searchsorted(self.shares.cumsum()[:-1], ndtr(latent))].astype(float)


def draw_bell(rng: np.random.Generator, width: tuple[float, float] = (0.4, 1.2), reach: float = 2.0) -> Crowd:
    """A bell with a random centre and width."""
    weights = np.exp(-0.5 * ((LEVELS - rng.uniform(-reach, reach)) / rng.uniform(*width)) ** 2)
    return Crowd(weights / weights.sum())


def pile_up(share: float, other: int) -> Crowd:
    """A share of the sources at the lower pole, the others at another level."""
    shares = np.where(other == LEVELS, 1 - share, 0.0)
    shares[0] += share
    return Crowd(shares)


WIDE = Crowd(np.array([0.25, 0.15, 0.2, 0.15, 0.25]))


def draw_narrow(rng: np.random.Generator) -> Crowd:
    """A narrow bell about one step from the middle."""
    return draw_bell(rng, (0.4, 0.4), 1.2)


DESIGNS: dict[str, tuple[Callable, Callable]] = {
    "bell": (draw_bell, draw_bell),
    "wide among narrow": (lambda _: WIDE, draw_narrow),
    "narrow among wide": (draw_narrow, lambda _: WIDE),
    "90 % at the pole, 10 % in the middle": (lambda _: pile_up(0.9, 0), draw_bell),
    "80 % at the pole, 20 % across": (lambda _: pile_up(0.8, 1), draw_bell),
}
CLUSTERS = {"": (0.0, 0.0), "speakers and weeks": (SPEAKER_SHARE, WEEK_SHARE)}


def draw_group(
    group: str, sources: int, crowd: Crowd, shares: tuple[float, float], rng: np.random.Generator
) -> pd.DataFrame:
    """Scored statements of one group; half the statements of a source repeat its first."""
    speakers = rng.integers(0, max(1, round(sources / 2.5)), sources)
    weeks = rng.integers(0, max(1, round(sources / 1.5)), sources)
    parts = zip(shares, (speakers, weeks), strict=True)
    effects = sum(np.sqrt(share) * rng.normal(size=sources)[cluster] for share, cluster in parts)
    rows = []
    for source in range(sources):
        own = np.sqrt(1 - sum(shares)) * rng.normal(size=rng.integers(1, 4))
        own = np.where((np.arange(len(own)) > 0) & (rng.random(len(own)) < 0.5), own[0], own)
        day = DATE - pd.Timedelta(days=int(7 * weeks[source]))
        for score in crowd.say(effects[source] + own):
            rows.append((group, f"{group}-{speakers[source]}", f"{group}-{source}", day, score))
    return pd.DataFrame(rows, columns=["side", "actor", "source", "date", "score"])


def draw_scored(sources: int, design: str, clusters: str, rng: np.random.Generator) -> tuple[pd.DataFrame, float]:
    """Scored statements of the group "x" and two others, and the true position of "x"."""
    own, others = DESIGNS[design]
    crowd, shares = own(rng), CLUSTERS[clusters]
    groups = [draw_group("x", sources, crowd, shares, rng)]
    groups += [draw_group(name, 8, others(rng), shares, rng) for name in "yz"]
    scored = pd.concat(groups, ignore_index=True).assign(topic="t", spread=0.0, shared=0.0)
    return scored.assign(date=scored["date"].astype("datetime64[s]")), crowd.truth


def cover_project(scored: pd.DataFrame, truth: float) -> tuple[bool, float]:
    """Whether the project's band holds the truth, and its width."""
    estimator = Estimator(rules=Rules(min_statements=1, min_sources=1))
    row = estimator.positions(scored, pd.DatetimeIndex([DATE])).query("group == 'x'").iloc[0]
    return bool(row["low"] - 1e-9 <= truth <= row["high"] + 1e-9), float(row["high"] - row["low"])


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
    estimator = Estimator(by, Rules(90, 1, 1), dossier.codebook.scales)
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


def print_designs(runs: int, seed: int) -> None:
    """Prints the first table."""
    print(f"{'design':>38} {'clusters':>19} {'sources':>7} {'coverage':>9} {'width':>6} {'textbook':>9} {'width':>6}")
    for design in DESIGNS:
        for clusters in CLUSTERS:
            for sources in SOURCES:
                rng = np.random.default_rng(seed)
                drawn = [draw_scored(sources, design, clusters, rng) for _ in range(runs)]
                ours = np.mean([cover_project(*one) for one in drawn], axis=0)
                theirs = np.mean([cover_textbook(*one) for one in drawn], axis=0)
                cells = f"{ours[0]:>9.1%} {ours[1]:>6.2f} {theirs[0]:>9.1%} {theirs[1]:>6.2f}"
                print(f"{design:>38} {clusters:>19} {sources:>7} {cells}", flush=True)


def measure_clusters(dossier: Dossier, scores: pd.DataFrame) -> dict[str, float]:
    """The share of the variance among sources that lies between speakers and between weeks, pooled over sides, topics and half years.

    Products of the residuals of two sources of a side, topic and half year, over their mean square: of two of one speaker in two weeks, and of
    two of two speakers in one week, each beside two that share neither.
    """
    coded = score_statements(dossier, scores, CODES)
    halves = coded["date"].dt.year * 2 + (coded["date"].dt.month > 6)
    weeks = coded["date"].dt.to_period("W").astype(str)
    keys = ["side", "topic", "half", "source", "actor", "week"]
    rows = coded.assign(half=halves, week=weeks).groupby(keys, as_index=False)["score"].mean()
    products: dict[str, list[float]] = {"speaker": [], "week": [], "neither": [], "own": []}
    for _, cell in rows.groupby(keys[:3]):
        rest = (cell["score"] - cell["score"].mean()).to_numpy()
        actor, week, source = (cell[name].to_numpy() for name in ("actor", "week", "source"))
        for i in range(len(rest)):
            products["own"].append(rest[i] ** 2)
            for j in range(i):
                if source[i] != source[j]:
                    same = actor[i] == actor[j], week[i] == week[j]
                    kind = {(True, False): "speaker", (False, True): "week", (False, False): "neither"}.get(same)
                    if kind:
                        products[kind].append(rest[i] * rest[j])
    whole = np.mean(products["own"])
    apart = np.mean(products["neither"])
    return {name: float((np.mean(products[name]) - apart) / whole) for name in ("speaker", "week")}


def print_clusters(name: str) -> None:
    """Prints the shares that the band assumes beside those of the dossier."""
    dossier = load_dossier(DATA / name)
    found = measure_clusters(dossier, read_scores(MODELS / name))
    print("\nshare of the variance among sources   in the dossier   in the band")
    for key, used in (("speaker", SPEAKER_SHARE), ("week", WEEK_SHARE)):
        print(f"{'of a ' + key:>37} {found[key]:>16.2f} {used:>13.2f}")


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dossier", default="japan-russia", help="a name in data/ with a classifier in models/")
    options = parser.parse_args()
    print_designs(options.runs, options.seed)
    print_quarters(options.dossier)
    print_clusters(options.dossier)


if __name__ == "__main__":
    main()
