"""From a dossier to what stands in models/: classifier, card and scores, made together so that they agree."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd

from stance import __version__
from stance.classifier.cards import describe_codebook, hash_training
from stance.classifier.evaluation import Evaluation, describe_method
from stance.classifier.examining import cross_fit_all, evaluate_fitted
from stance.classifier.fitting import DEFAULTS
from stance.classifier.known import FALSE_ALARMS, find_threshold
from stance.classifier.model import Classifier
from stance.classifier.rectifying import estimate_corrections
from stance.classifier.training import score_rows, train_classifier
from stance.dossier.loading import Dossier
from stance.dossier.scores import SCORES_COLUMNS
from stance.errors import ModelError
from stance.limits import LEAST_CODED, LEAST_CODED_SOURCES

PRIOR_ROWS = 10
LIBRARIES = ("numpy", "scipy", "scikit-learn", "pandas", "wordllama")


def build_release(dossier: Dossier, *, progress: bool = False) -> tuple[Classifier, dict[str, Any], pd.DataFrame]:
    """Classifier, card and scores of a dossier, ready for `save_classifier`; raises ModelError where too little is coded (`refuse_few`)."""
    refuse_few(dossier)
    fitted = train_classifier(dossier)
    runs = cross_fit_all(dossier, progress=progress)
    classifier = replace(fitted, known_from=measure_threshold(dossier, fitted, repeats=len(runs)))
    evaluation = evaluate_fitted(dossier, runs, progress=progress)
    return classifier, _write_card(dossier, classifier, evaluation), score_dossier(dossier, classifier, runs[0])


def refuse_few(dossier: Dossier) -> None:
    """Raises ModelError where too few statements are coded, or those of too few sources, and says what is missing of each.

    How the least was chosen: docs/decisions/few.md.
    """
    coded = dossier.statements[dossier.statements["coded"]]
    counts = ((LEAST_CODED, len(coded)), (LEAST_CODED_SOURCES, coded["source"].nunique()))
    said = [". ".join(limit.refuse(found)) for limit, found in counts if found < limit.most]
    if said:
        raise ModelError(f"'{dossier.slug}' {'. It '.join(said)}.")


def measure_threshold(dossier: Dossier, classifier: Classifier, *, repeats: int) -> float:
    """How much of a text must be known for this classifier, by `known.find_threshold` on the coded statements."""
    coded = dossier.statements[dossier.statements["coded"]].reset_index(drop=True)
    return find_threshold(coded, classifier.vocabulary.names, repeats=repeats, min_texts=DEFAULTS.min_texts)


def _write_card(dossier: Dossier, classifier: Classifier, evaluation: Evaluation) -> dict[str, Any]:
    statements = dossier.statements
    return {
        "dossier": dossier.slug,
        "codebook": describe_codebook(dossier.codebook),
        "training_hash": hash_training(dossier),
        "trained": f"{datetime.now(UTC):%Y-%m-%d}",
        "counts": {
            "statements": len(statements),
            "coded": int(statements["coded"].sum()),
            "sources_coded": int(statements.loc[statements["coded"], "source"].nunique()),
            "terms": len(classifier.vocabulary.terms),
            "masked_names": len(classifier.vocabulary.names),
        },
        "method": describe_method(evaluation.divisions[0]["repeats"]),
        **evaluation.write_json(),
        "abstain_below": {topic: round(head.by_side.abstain_below, 4) for topic, head in classifier.heads.items()},
        "known": {"below": classifier.known_from, "false_alarms": FALSE_ALARMS},
        "versions": {"stance": __version__, **{name: version(name) for name in LIBRARIES}},
    }


def score_dossier(dossier: Dossier, classifier: Classifier, fitted: pd.DataFrame) -> pd.DataFrame:
    """A score for every statement and topic: the cross-fitted one where coded, the classifier's where not.

    Columns as in `SCORES_COLUMNS`; spread is the cross-fitted root mean square error of the topic and side.
    """
    left = dossier.statements[~dossier.statements["coded"]].reset_index(drop=True)
    both = pd.concat([fitted, score_rows(classifier, left)], ignore_index=True) if len(left) else fitted
    corrections = estimate_corrections(both, dossier.statements, dossier.codebook)
    whole = both.assign(spread=_measure_spread(both, dossier), **corrections)[SCORES_COLUMNS]
    order = {topic: i for i, topic in enumerate(dossier.codebook.topic_ids)}
    return whole.sort_values(
        ["statement", "topic"], key=lambda c: c.map(order) if c.name == "topic" else c, ignore_index=True
    )


def _measure_spread(scores: pd.DataFrame, dossier: Dossier) -> pd.Series:
    """The root mean square of score minus code of the row's topic and side, drawn towards the topic's by `PRIOR_ROWS` rows."""
    codes = dossier.statements.melt(["statement", "side"], dossier.codebook.topic_ids, "topic", "code")
    rows = scores[["statement", "topic", "score"]].merge(codes, on=["statement", "topic"], how="left")
    square = (rows["score"] - rows["code"].astype(float)) ** 2
    sums, counts = (square.groupby([rows["topic"], rows["side"]]).transform(how) for how in ("sum", "count"))
    return np.sqrt((sums + PRIOR_ROWS * square.groupby(rows["topic"]).transform("mean")) / (counts + PRIOR_ROWS))
