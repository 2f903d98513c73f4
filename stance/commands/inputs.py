"""What several commands read: the dossier that is named, and the scores that may be used.

Belongs here: reading for commands. Not here: any command.
"""

import argparse
import sys

import pandas as pd

from stance.dossier.loading import Dossier, find_dossier, load_dossier
from stance.estimates.scored import CLASSIFIER


def load_named(name: str) -> Dossier:
    """The dossier of that folder, or of that name in data/; raises StanceError where it cannot be used."""
    return load_dossier(find_dossier(name))


def read_scores(dossier: Dossier, options: argparse.Namespace) -> pd.DataFrame:
    """The classifier's scores; none, with a warning where they are asked for, where they may not be used."""
    from stance.classifier.storage import find_scores, load_scores
    from stance.estimates.scored import CODES

    folder = options.models / dossier.slug
    if options.scores == CLASSIFIER:
        return load_scores(folder, dossier, fresh=True)
    scores, trouble = find_scores(folder, dossier)
    if trouble and options.scores != CODES:
        print(f"Warning: {'codes only. ' if scores.empty else ''}{trouble}", file=sys.stderr)
    return scores
