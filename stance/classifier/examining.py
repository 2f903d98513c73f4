"""All that is measured of a dossier's classifier: by new sources, by other divisions, and how much movement it shows."""

from dataclasses import replace
from functools import partial

import pandas as pd

from stance.classifier.divisions import measure_divisions, write_divisions
from stance.classifier.evaluation import REPEATS, Evaluation, measure_runs, write_report
from stance.classifier.folds import SEED
from stance.classifier.shrinkage import measure_shrinkage, write_shrinkage
from stance.classifier.training import cross_fit
from stance.classifier.workers import WORTH_STATEMENTS, run_all
from stance.dossier.loading import Dossier


def cross_fit_all(dossier: Dossier, *, repeats: int = REPEATS, progress: bool = False) -> list[pd.DataFrame]:
    """The cross-fitted scores by source, one frame a division into folds; the first is shipped, and it alone has words."""
    apart = dossier.statements["coded"].sum() >= WORTH_STATEMENTS
    return run_all(partial(_cross_fit, dossier), range(repeats), apart=apart, name="cross-fitting", progress=progress)


def _cross_fit(dossier: Dossier, seed: int) -> pd.DataFrame:
    return cross_fit(dossier, seed=seed, words=seed == SEED)


def evaluate_dossier(dossier: Dossier, *, repeats: int = REPEATS, progress: bool = False) -> Evaluation:
    """All measures of a dossier's classifier: `cross_fit_all`, then `evaluate_fitted`."""
    return evaluate_fitted(dossier, cross_fit_all(dossier, repeats=repeats, progress=progress), progress=progress)


def evaluate_fitted(dossier: Dossier, fitted: list[pd.DataFrame], *, progress: bool = False) -> Evaluation:
    """The measures of cross-fitted scores, as means over the repeats; the other divisions; the shrinkage of the first repeat."""
    whole = measure_runs(fitted, dossier.statements[dossier.statements["coded"]], dossier)
    divisions = measure_divisions(dossier, fitted, progress=progress)
    return replace(whole, divisions=divisions, shrinkage=measure_shrinkage(fitted[0], dossier))


def write_examination(evaluation: Evaluation, title: str) -> str:
    """The report of the measures, then the other divisions and the shrinkage where they were made, for the terminal."""
    parts = [write_report(evaluation, title)]
    parts += [write_divisions(evaluation.divisions)] if evaluation.divisions else []
    parts += [write_shrinkage(evaluation.shrinkage)] if evaluation.shrinkage else []
    return "\n\n".join(parts)
