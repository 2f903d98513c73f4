"""How well the classifier reads: measures of scores that it gave to statements it did not see, with 90 % intervals.

The intervals are percentiles of a
cluster bootstrap (Efron and Tibshirani 1993, ch. 13): sources are drawn with replacement, with all their statements.
They say how much other statements would change a figure, not how much another training would.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from stance.classifier.folds import FOLDS
from stance.classifier.measures import MEASURES, Measured, prepare_measures
from stance.classifier.model import Classifier, score_texts
from stance.classifier.training import guess_blindly
from stance.dossier.codebook import Codebook
from stance.dossier.conventions import CONFIDENCE
from stance.dossier.loading import Dossier

REPEATS = 5
DRAWS = 500


@dataclass(frozen=True)
class Evaluation:
    """What was measured of a classifier; None where it is not defined.

    `measures`: topic to measure to value; `intervals`: the same to its 90 % interval. `divisions` and `shrinkage`: as
    `measure_divisions` and `measure_shrinkage` return them, empty where they were not made.
    """

    measures: dict[str, dict[str, float | None]]
    intervals: dict[str, dict[str, tuple[float, float] | None]]
    divisions: list[dict[str, Any]] = field(default_factory=list)
    shrinkage: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def write_json(self) -> dict[str, Any]:
        """The same numbers as the printed tables, for JSON; divisions and shrinkage only where they were made."""
        made = {"divisions": self.divisions, "shrinkage": self.shrinkage}
        return {"measures": self.measures, "intervals": self.intervals} | {k: v for k, v in made.items() if v}


def evaluate_test(classifier: Classifier, dossier: Dossier, test: pd.DataFrame) -> Evaluation:
    """The measures on a coded table that the classifier was not trained on (columns as in `Dossier.statements`)."""
    coded = dossier.statements[dossier.statements["coded"]]
    return measure_runs([score_test(classifier, coded, test, dossier.codebook)], test, dossier)


def score_test(classifier: Classifier, train: pd.DataFrame, test: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """`score_texts` of the tested rows, with statement instead of text, and what `guess_blindly` says of them from `train`."""
    scores = score_texts(classifier, test["text"].tolist(), test["side"].tolist())
    rows = test[["statement", "side", "actor"]].iloc[scores["text"]].reset_index(drop=True)
    blind = guess_blindly(train, rows, scores["topic"], codebook)
    return pd.concat([scores.drop(columns="text").assign(statement=rows["statement"]), blind], axis=1)


def measure_runs(
    runs: list[pd.DataFrame], statements: pd.DataFrame, dossier: Dossier, names: Collection[str] = tuple(MEASURES)
) -> Evaluation:
    """The mean of the measures (those in `names`) over several sets of scores of the same statements, with intervals."""
    draws = draw_weights(statements["source"])
    measures, intervals = {}, {}
    for topic in dossier.codebook.topics:
        of_run = [prepare_measures(run, statements, topic) for run in runs]
        whole = _average(of_run, np.ones(len(statements)))
        measures[topic.id] = {name: round_known(whole[name]) for name in names}
        drawn = pd.DataFrame([_average(of_run, weights) for weights in draws])
        intervals[topic.id] = {
            n: find_interval(drawn[n]) if _has_interval(n, measures[topic.id]) else None for n in names
        }
    return Evaluation(measures, intervals)


def _has_interval(name: str, measures: dict[str, float | None]) -> bool:
    """Calibration errors have none: drawing with replacement makes them larger than they are."""
    return measures[name] is not None and not name.endswith("_ece")


def draw_weights(sources: pd.Series) -> np.ndarray:
    """How often each statement is drawn, one row a draw: the sources are drawn with replacement."""
    numbers, names = pd.factorize(sources)
    draws = np.random.default_rng(0).multinomial(len(names), np.full(len(names), 1 / len(names)), size=DRAWS)
    return draws[:, numbers].astype(float)


def _average(runs: list[Callable[[np.ndarray], Measured]], weights: np.ndarray) -> Measured:
    measured = [run(weights) for run in runs]
    return {name: float(np.mean([one[name] for one in measured])) for name in MEASURES}


def find_interval(values: pd.Series) -> tuple[float, float] | None:
    """The 90 % interval of drawn values, to four digits; None where none of them is defined."""
    known = values.dropna()
    if known.empty:
        return None
    low, high = known.quantile([(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return round(float(low), 4), round(float(high), 4)


def round_known(value: float) -> float | None:
    """The value to four digits, None for NaN."""
    return None if np.isnan(value) else round(value, 4)


def write_report(evaluation: Evaluation, title: str) -> str:
    """The measures with their intervals as a table for the terminal, one column a topic."""
    topics = list(evaluation.measures)
    head = f"{'':26}" + "".join(f"{topic:>24}" for topic in topics)
    lines = [
        f"{name:26}" + "".join(f"{format_measure(evaluation, topic, name):>24}" for topic in topics) + f"  {meaning}"
        for name, meaning in MEASURES.items()
    ]
    return "\n".join([title, f"in brackets: {CONFIDENCE:.0%} interval, by drawing sources", head, *lines])


def format_measure(evaluation: Evaluation, topic: str, name: str) -> str:
    """One measure with its interval for the terminal: "0.563 [0.50, 0.63]", "undefined" where it is not defined."""
    value, interval = evaluation.measures[topic][name], evaluation.intervals[topic][name]
    if value is None:
        return "undefined"
    if name.endswith("rows"):
        return f"{value:,.0f}"
    return f"{value:.3f}" + (f" [{interval[0]:.2f}, {interval[1]:.2f}]" if interval else "")


def describe_method(repeats: int = REPEATS) -> str:
    """How the figures by source were made, as a sentence."""
    return f"{repeats} repeats of {FOLDS} folds; no source is in two folds"
