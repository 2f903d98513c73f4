"""What several commands read: the dossier that is named, and the scores that may and should be used.

Belongs here: reading for commands. Not here: any command.
"""

import argparse
import sys

import pandas as pd

from stance.dossier.loading import Dossier, find_dossier, find_models, load_dossier
from stance.errors import ModelError
from stance.estimates.scored import BEST, CLASSIFIER, CODES


def load_named(name: str) -> Dossier:
    """The dossier of that folder, or of that name in data/; raises StanceError where it cannot be used."""
    return load_dossier(find_dossier(name))


def choose_source(dossier: Dossier, options: argparse.Namespace) -> str:
    """The score source that is asked for; else codes where the classifier should not be used (said on standard error), or the best."""
    warning = "" if options.scores == CODES else _find_warning(dossier, options)
    if warning:
        print(f"Warning: {warning}", file=sys.stderr)
    return options.scores or (CODES if warning else BEST)


def _find_warning(dossier: Dossier, options: argparse.Namespace) -> str:
    """Why the scores of the classifier should not be used, "" where they should or there are none."""
    from stance.classifier.cards import load_card
    from stance.wording.advice import warn_of_scores

    try:
        card = load_card(find_models(dossier.folder, options.models), dossier)
    except ModelError:
        return ""
    return warn_of_scores(card, dossier.codebook)


def read_scores(dossier: Dossier, options: argparse.Namespace, source: str) -> pd.DataFrame:
    """The classifier's scores; none, with a warning where the source needs them, where they may not be used."""
    from stance.classifier.storage import find_scores, load_scores

    folder = find_models(dossier.folder, options.models)
    if source == CLASSIFIER:
        return load_scores(folder, dossier, fresh=True)
    scores, trouble = find_scores(folder, dossier)
    if trouble and source != CODES:
        print(f"Warning: {'codes only. ' if scores.empty else ''}{trouble}", file=sys.stderr)
    return scores
