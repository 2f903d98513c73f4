"""Whether the order of the coding desk pays: how well a classifier reads new sources after N statements, coded in that order or at random.

`python -m benchmarks.queue [DOSSIER] [--seeds 10] [--steps 40 80 120 180 260 360]` plays the coding of a dossier that has codes: the record's codes are the
coder's answers. For every seed some sources are set aside and never coded; the first statements are drawn at random, alike for
every order; then, step by step, a classifier is trained on what was coded, and the order gives the next statements. What it makes of the sources set aside is
measured at each step. The orders of one seed share sources and first statements, so they are compared pair by pair: the
ratio to random order with a 90 % interval from drawing seeds. `spread` is the order of the desk at first, `doubt` the other one that it offers; `rarity` and
`speaking` (what is likely to speak to topics) were tried besides.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from stance.classifier.evaluation import score_test
from stance.classifier.fitting import DEFAULTS, fit_classifier
from stance.classifier.folds import split_folds
from stance.classifier.measures import prepare_measures
from stance.classifier.model import Classifier
from stance.coding.queue import order_queue
from stance.coding.worth import rate_chance, rate_doubt
from stance.dossier.loading import Dossier, find_dossier, load_dossier

STEPS = (40, 80, 120, 180, 260, 360)
SEEDS = 10
SHOWN = {
    "mae": "distance of score and code",
    "addressed_f1": "speaks to the topic, F1",
    "within_side_r": "correlation within sides",
}
RANDOM = "random"
ATTRIBUTES = ("actor", "source", "year")
DRAWS = 2000


@dataclass(frozen=True)
class Play:
    """One order of one seed: the statements of the pool, those set aside, and the seed."""

    dossier: Dossier
    pool: pd.DataFrame
    aside: pd.DataFrame
    seed: int

    def fit(self, coded: Sequence[str]) -> tuple[Classifier, pd.DataFrame]:
        """The classifier of what was coded, and those rows."""
        rows = self.pool[self.pool["statement"].isin(coded)].reset_index(drop=True)
        return fit_classifier(self.dossier, rows, DEFAULTS), rows


Order = Callable[[Play, Classifier, pd.DataFrame, pd.DataFrame], list[str]]


def order_randomly(play: Play, _fitted: Classifier, _coded: pd.DataFrame, left: pd.DataFrame) -> list[str]:
    """What is left, at random."""
    return left["statement"].sample(frac=1, random_state=play.seed).tolist()


def order_spread(play: Play, _fitted: Classifier, _coded: pd.DataFrame, left: pd.DataFrame) -> list[str]:
    """The queue of the desk as it is at first: by chance, near-duplicates and voices apart."""
    return list(order_queue(left, rate_chance(left, play.seed), "coder", seed=play.seed).statements)


def order_by_doubt(play: Play, fitted: Classifier, coded: pd.DataFrame, left: pd.DataFrame) -> list[str]:
    """The queue of the desk by the doubt of the classifier that was trained on what was coded."""
    scores = score_test(fitted, coded, left, play.dossier.codebook)
    worth = rate_doubt(scores, left)
    return list(order_queue(left, worth, "coder", seed=play.seed).statements)


def order_by_rarity(play: Play, _fitted: Classifier, coded: pd.DataFrame, left: pd.DataFrame) -> list[str]:
    """The same where little of an actor, a source and a year was coded first."""
    return list(order_queue(left, rate_rarity(coded, left), "coder", seed=play.seed).statements)


def order_by_speaking(play: Play, fitted: Classifier, coded: pd.DataFrame, left: pd.DataFrame) -> list[str]:
    """The queue of the desk by how likely statements speak to topics."""
    scores = score_test(fitted, coded, left, play.dossier.codebook)
    worth = scores.groupby("statement")["addressed"].mean()
    return list(order_queue(left, worth, "coder", seed=play.seed).statements)


def rate_rarity(known: pd.DataFrame, statements: pd.DataFrame) -> pd.Series:
    """How little of the same actor, source and year is known: the mean of 1 / (1 + known statements of it)."""
    coded = _read_attributes(known)
    rows = _read_attributes(statements)
    counts = {name: rows[name].map(coded[name].value_counts()).fillna(0) for name in ATTRIBUTES}
    rarity = np.mean([1 / (1 + count.to_numpy(float)) for count in counts.values()], axis=0)
    return pd.Series(rarity, index=pd.Index(statements["statement"]))


def _read_attributes(statements: pd.DataFrame) -> pd.DataFrame:
    return statements[["actor", "source"]].assign(year=statements["date"].dt.year)


ORDERS: Mapping[str, Order] = {
    "spread": order_spread,
    RANDOM: order_randomly,
    "doubt": order_by_doubt,
    "rarity": order_by_rarity,
    "speaking": order_by_speaking,
}


def start_play(dossier: Dossier, seed: int) -> Play:
    """A division of the coded statements into a pool and sources set aside (a fifth)."""
    coded = dossier.statements[dossier.statements["coded"]].reset_index(drop=True)
    pool, aside = next(iter(split_folds(coded["source"], seed=seed)))
    return Play(dossier, coded.iloc[pool].reset_index(drop=True), coded.iloc[aside].reset_index(drop=True), seed)


def play_order(play: Play, name: str, steps: Sequence[int]) -> Iterator[dict]:
    """A row a step: order, seed, coded (statements), codes (cells that hold one), and the measures, the mean over topics."""
    coded = play.pool["statement"].sample(steps[0], random_state=play.seed).tolist()
    fitted, rows = play.fit(coded)
    for step in steps:
        if len(coded) < step:
            left = play.pool[~play.pool["statement"].isin(coded)]
            coded += ORDERS[name](play, fitted, rows, left)[: step - len(coded)]
            fitted, rows = play.fit(coded)
        cells = int(rows[play.dossier.codebook.topic_ids].notna().to_numpy().sum())
        yield {"order": name, "seed": play.seed, "coded": step, "codes": cells, **_measure(play, fitted, rows)}


def _measure(play: Play, fitted: Classifier, rows: pd.DataFrame) -> dict[str, float]:
    scores = score_test(fitted, rows, play.aside, play.dossier.codebook)
    even = np.ones(len(play.aside))
    found = [prepare_measures(scores, play.aside, topic)(even) for topic in play.dossier.codebook.topics]
    return {name: float(np.nanmean([one[name] for one in found])) for name in SHOWN}


def compare_orders(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a step, order (but random) and measure: coded, order, measure, random, value, ratio, low, high (90 %, by drawing seeds)."""
    return pd.DataFrame(
        {"coded": step, "order": name, "measure": measure, **_compare(own, name, measure)}
        for step, own in rows.groupby("coded")
        for name in rows["order"].unique()
        if name != RANDOM
        for measure in ("codes", *SHOWN)
    )


def _compare(rows: pd.DataFrame, name: str, measure: str) -> dict[str, float]:
    wide = rows.pivot(index="seed", columns="order", values=measure)
    base, value = wide[RANDOM].to_numpy(), wide[name].to_numpy()
    drawn = np.random.default_rng(0).integers(len(base), size=(DRAWS, len(base)))
    low, high = np.quantile(value[drawn].mean(axis=1) / base[drawn].mean(axis=1), [0.05, 0.95])
    return {"random": base.mean(), "value": value.mean(), "ratio": value.mean() / base.mean(), "low": low, "high": high}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dossier", nargs="?", default="japan-russia")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--steps", type=int, nargs="+", default=STEPS)
    options = parser.parse_args()
    dossier = load_dossier(find_dossier(options.dossier))
    plays = [start_play(dossier, seed) for seed in range(options.seeds)]
    rows = pd.DataFrame(row for play in plays for name in ORDERS for row in play_order(play, name, options.steps))
    print(f"{dossier.slug}: {options.seeds} seeds, about {len(plays[0].aside)} statements set aside, means over topics")
    print(compare_orders(rows).round(3).to_string(index=False))


if __name__ == "__main__":
    main()
