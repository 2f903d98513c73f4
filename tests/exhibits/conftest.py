"""The shipped dossier's scored statements and selections, once for all exhibits."""

import pandas as pd
import pytest

from stance.dossier.loading import Dossier
from stance.estimates.scored import score_statements
from stance.estimates.selection import Selection, default_selection


@pytest.fixture(scope="session")
def scored(dossier: Dossier, scores: pd.DataFrame) -> pd.DataFrame:
    """The best available scores of the shipped dossier."""
    return score_statements(dossier, scores)


@pytest.fixture(scope="session")
def selection(dossier: Dossier) -> Selection:
    """The sides that own a pole, on all topics, over the whole period."""
    return default_selection(dossier.codebook)
