"""How well the classifier reads what is new in other ways: a new actor, a later year, a later batch of the record.

One row a division of `folds.DIVISIONS`. Only measures of the score are taken, and those need no calibration: it leaves the
score as fitted. So each fold costs one fit.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from stance.classifier.evaluation import Evaluation, format_measure, measure_runs, score_test
from stance.classifier.fitting import DEFAULTS, fit_classifier
from stance.classifier.folds import BY_SOURCE, DIVISIONS, SEED, Division, Fold
from stance.classifier.measures import prepare_measures
from stance.classifier.workers import WORTH_STATEMENTS, run_all
from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.errors import ModelError

HEADLINES = ("within_side_r", "mae", "mae_by_side", "rows", "addressed_rows")
SPREAD = "within_side_r"

Runs = list[pd.DataFrame]


def measure_divisions(dossier: Dossier, fitted: Runs, *, progress: bool = False) -> list[dict[str, Any]]:
    """One row a division, and a row a year and a batch, in the order of `DIVISIONS`.

    `fitted`: the cross-fitted scores by source, one frame a repeat; other drawn divisions are repeated as often. A row has
    division (its key), part (year or batch; "" for all folds together), repeats (how many), measures and intervals (topic to
    `HEADLINES` to value or None, and to its 90 % interval by drawing sources), and spread: topic to the lowest and highest
    within-side correlation over the repeats, None where there is one repeat or none is defined. Divisions that the dossier does
    not allow (one actor, one year, no batches) have no row; folds with too little to learn from are not tested.
    """
    task = partial(_measure_division, dossier, fitted)
    apart = dossier.statements["coded"].sum() >= WORTH_STATEMENTS
    rows = run_all(task, list(DIVISIONS), apart=apart, name="dividing otherwise", progress=progress)
    return [row for of_division in rows for row in of_division]


def _measure_division(dossier: Dossier, fitted: Runs, name: str) -> list[dict[str, Any]]:
    coded = dossier.statements[dossier.statements["coded"]].reset_index(drop=True)
    parts = [("", fitted)] if name == BY_SOURCE else _score_division(DIVISIONS[name], dossier, coded, len(fitted))
    return [_measure_row((name, part), runs, coded, dossier) for part, runs in parts]


def _score_division(
    division: Division, dossier: Dossier, coded: pd.DataFrame, repeats: int
) -> Iterator[tuple[str, Runs]]:
    """The name of a part ("" for all folds together) and its scores, a frame a repeat."""
    seeds = range(repeats) if division.drawn else [SEED]
    runs = [score_folds(division, dossier, coded, seed) for seed in seeds]
    if all(runs) and (division.drawn or len(runs[0]) > 1):
        yield "", [pd.concat(list(run.values()), ignore_index=True) for run in runs]
    if not division.drawn:
        yield from ((part, [scores]) for part, scores in runs[0].items())


def score_folds(division: Division, dossier: Dossier, coded: pd.DataFrame, seed: int) -> dict[str, pd.DataFrame]:
    """The scores of each fold's tested rows by its name, without folds that cannot be fitted."""
    try:
        folds = division.split(coded, seed)
    except ModelError:
        return {}
    scored = {name: _score_fold(dossier, coded, fold) for name, fold in folds.items()}
    return {name: scores for name, scores in scored.items() if scores is not None}


def _score_fold(dossier: Dossier, coded: pd.DataFrame, fold: Fold) -> pd.DataFrame | None:
    train, test = (coded.iloc[rows] for rows in fold)
    try:
        return score_test(fit_classifier(dossier, train, DEFAULTS), train, test, dossier.codebook)
    except ModelError:
        return None


def _measure_row(key: tuple[str, str], runs: Runs, coded: pd.DataFrame, dossier: Dossier) -> dict[str, Any]:
    in_all = set.intersection(*(set(run["statement"]) for run in runs))
    tested = coded[coded["statement"].isin(in_all)].reset_index(drop=True)
    found = measure_runs(runs, tested, dossier, HEADLINES)
    spread = {topic.id: _find_spread(runs, tested, topic) for topic in dossier.codebook.topics}
    about = {"division": key[0], "part": key[1], "repeats": len(runs)}
    return {**about, "measures": found.measures, "intervals": found.intervals, "spread": spread}


def _find_spread(runs: Runs, tested: pd.DataFrame, topic: Topic) -> list[float] | None:
    """The lowest and the highest within-side correlation over the repeats."""
    found = [prepare_measures(run, tested, topic)(np.ones(len(tested)))[SPREAD] for run in runs]
    known = [value for value in found if not np.isnan(value)]
    return [round(min(known), 4), round(max(known), 4)] if len(known) > 1 else None


def write_divisions(rows: list[dict[str, Any]]) -> str:
    """The rows of `measure_divisions` as tables for the terminal, one a row, one column a topic."""
    return "\n".join(line for row in rows for line in _write_lines(row))


def _write_lines(row: dict[str, Any]) -> list[str]:
    found, topics = Evaluation(row["measures"], row["intervals"]), list(row["measures"])
    head = f"{row['division']} {row['part']}".strip()
    cells = {name: [format_measure(found, topic, name) for topic in topics] for name in HEADLINES}
    if any(row["spread"].values()):
        cells |= {f"r over {row['repeats']} repeats": [_format_spread(row["spread"][topic]) for topic in topics]}
    lines = [f"  {name:24}" + "".join(f"{cell:>24}" for cell in own) for name, own in cells.items()]
    return [f"{head}: {DIVISIONS[row['division']].meaning}", *lines]


def _format_spread(spread: list[float] | None) -> str:
    return f"{spread[0]:.3f} to {spread[1]:.3f}" if spread else "undefined"
