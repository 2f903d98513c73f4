"""From a dossier to what stands in models/: classifier, card and scores, made together so that they agree."""

from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd

from stance import __version__
from stance.classifier.evaluation import describe_method, evaluate_dossier
from stance.classifier.model import Classifier, score_texts
from stance.classifier.storage import describe_codebook, hash_training
from stance.classifier.training import cross_fit, train_classifier
from stance.dossier import Dossier
from stance.scored import SCORES_COLUMNS

LIBRARIES = ("numpy", "scipy", "scikit-learn", "pandas")


def build_release(dossier: Dossier, *, progress: bool = False) -> tuple[Classifier, dict[str, Any], pd.DataFrame]:
    """Classifier, card and scores of a dossier, ready for `save_classifier`."""
    classifier = train_classifier(dossier)
    measures = evaluate_dossier(dossier, progress=progress)
    return classifier, _write_card(dossier, classifier, measures), score_dossier(dossier, classifier, measures)


def _write_card(dossier: Dossier, classifier: Classifier, measures: dict[str, dict[str, Any]]) -> dict[str, Any]:
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
        "method": describe_method(),
        "measures": measures,
        "versions": {"stance": __version__, **{name: version(name) for name in LIBRARIES}},
    }


def score_dossier(dossier: Dossier, classifier: Classifier, measures: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """A score for every statement and topic: cross-fitted where coded, the classifier's where not.

    Columns as in `SCORES_COLUMNS`; spread is the topic's cross-fitted root mean square error.
    """
    left = dossier.statements[~dossier.statements["coded"]].reset_index(drop=True)
    scores = score_texts(classifier, left["text"].tolist(), left["side"].tolist())
    fresh = scores.assign(statement=left["statement"].to_numpy()[scores["text"].astype(int)])
    both = pd.concat([cross_fit(dossier), fresh]) if len(fresh) else cross_fit(dossier)
    spreads = {topic: one["rmse"] if one["rmse"] is not None else np.nan for topic, one in measures.items()}
    whole = both.assign(spread=both["topic"].map(spreads))[SCORES_COLUMNS]
    order = {topic: i for i, topic in enumerate(dossier.codebook.topic_ids)}
    return whole.sort_values(
        ["statement", "topic"], key=lambda c: c.map(order) if c.name == "topic" else c, ignore_index=True
    )
