"""How well the classifier reads: cross-validation with folds by source, and 90 % intervals by drawing sources.

Every score measured here is from a classifier that saw nothing of its source. The intervals are percentiles of a
cluster bootstrap (Efron and Tibshirani 1993, ch. 13): sources are drawn with replacement, with all their statements.
They say how much other statements would change a figure, not how much another training would.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from stance.classifier.folds import FOLDS
from stance.classifier.measures import MEASURES, Measured, prepare_measures
from stance.classifier.model import Classifier, score_texts
from stance.classifier.training import cross_fit, guess_blindly
from stance.dossier.conventions import CONFIDENCE
from stance.dossier.loading import Dossier

REPEATS = 2
DRAWS = 500


@dataclass(frozen=True)
class Evaluation:
    """`measures`: topic to measure to value; `intervals`: the same to its 90 % interval; None where not defined."""

    measures: dict[str, dict[str, float | None]]
    intervals: dict[str, dict[str, tuple[float, float] | None]]

    def write_json(self) -> dict[str, Any]:
        """The same numbers as the printed table, for JSON."""
        return {"measures": self.measures, "intervals": self.intervals}


def evaluate_dossier(dossier: Dossier, *, repeats: int = REPEATS, progress: bool = False) -> Evaluation:
    """The measures of each topic, cross-fitted by source, as means over `repeats` divisions into folds."""
    seeds = tqdm(range(repeats), desc="cross-validating", disable=None if progress else True)
    runs = [cross_fit(dossier, seed=seed) for seed in seeds]
    return measure_runs(runs, dossier.statements[dossier.statements["coded"]], dossier)


def evaluate_test(classifier: Classifier, dossier: Dossier, test: pd.DataFrame) -> Evaluation:
    """The measures on a coded table that the classifier was not trained on (columns as in `Dossier.statements`)."""
    scores = score_texts(classifier, test["text"].tolist(), test["side"].tolist())
    rows = test.loc[scores["text"], ["statement", "side", "actor"]].reset_index(drop=True)
    blind = guess_blindly(dossier.statements[dossier.statements["coded"]], rows, scores["topic"], dossier.codebook)
    return measure_runs([pd.concat([scores.assign(statement=rows["statement"]), blind], axis=1)], test, dossier)


def measure_runs(runs: list[pd.DataFrame], statements: pd.DataFrame, dossier: Dossier) -> Evaluation:
    """The mean of the measures over several sets of scores of the same statements, with intervals."""
    draws = _draw_weights(statements["source"])
    measures, intervals = {}, {}
    for topic in dossier.codebook.topics:
        of_run = [prepare_measures(run, statements, topic) for run in runs]
        measures[topic.id] = {n: _round(v) for n, v in _average(of_run, np.ones(len(statements))).items()}
        drawn = pd.DataFrame([_average(of_run, weights) for weights in draws])
        intervals[topic.id] = {
            n: _interval(drawn[n]) if _has_interval(n, measures[topic.id]) else None for n in MEASURES
        }
    return Evaluation(measures, intervals)


def _has_interval(name: str, measures: dict[str, float | None]) -> bool:
    """Calibration errors have none: drawing with replacement makes them larger than they are."""
    return measures[name] is not None and not name.endswith("_ece")


def _draw_weights(sources: pd.Series) -> np.ndarray:
    """How often each statement is drawn, one row a draw: the sources are drawn with replacement."""
    numbers, names = pd.factorize(sources)
    draws = np.random.default_rng(0).multinomial(len(names), np.full(len(names), 1 / len(names)), size=DRAWS)
    return draws[:, numbers].astype(float)


def _average(runs: list[Callable[[np.ndarray], Measured]], weights: np.ndarray) -> Measured:
    measured = [run(weights) for run in runs]
    return {name: float(np.mean([one[name] for one in measured])) for name in MEASURES}


def _interval(values: pd.Series) -> tuple[float, float] | None:
    known = values.dropna()
    if known.empty:
        return None
    low, high = known.quantile([(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return round(float(low), 4), round(float(high), 4)


def _round(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)


def write_report(evaluation: Evaluation, title: str) -> str:
    """The measures with their intervals as a table for the terminal, one column a topic."""
    topics = list(evaluation.measures)
    head = f"{'':26}" + "".join(f"{topic:>24}" for topic in topics)
    lines = [
        f"{name:26}" + "".join(f"{_format(evaluation, topic, name):>24}" for topic in topics) + f"  {meaning}"
        for name, meaning in MEASURES.items()
    ]
    return "\n".join([title, f"in brackets: {CONFIDENCE:.0%} interval, by drawing sources", head, *lines])


def _format(evaluation: Evaluation, topic: str, name: str) -> str:
    value, interval = evaluation.measures[topic][name], evaluation.intervals[topic][name]
    if value is None:
        return "undefined"
    if name.endswith("rows"):
        return f"{value:,.0f}"
    return f"{value:.3f}" + (f" [{interval[0]:.2f}, {interval[1]:.2f}]" if interval else "")


def describe_method() -> str:
    """How the figures were made, as a sentence."""
    return f"{REPEATS} repeats of {FOLDS} folds; no source is in two folds"
