"""What is read from the disk, kept by the stamp of its files: dossiers and their classifiers; and how all that is kept is kept.

A result is kept under the stamp of the dossier's files and of its classifier's (names, sizes and times, so that a deleted
or an older file counts too). What is made from it: `caches`. What is kept is shared by all visitors and must not be changed.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from stance.classifier.cards import load_card, stamp_data
from stance.classifier.storage import find_scores, load_classifier
from stance.dossier import loading
from stance.dossier.codebook import load_codebook
from stance.dossier.loading import Dossier, load_dossier
from stance.dossier.package import check_package
from stance.errors import DataError, ModelError, StanceError, UsageError
from stance.estimates.scored import BEST, CODES
from stance.estimates.selection import Selection, default_selection
from stance.exhibits.exhibit import Exhibit, Place
from stance.ui.keeping import Ways, keep_results, stamp_folder
from stance.ui.private import find_results
from stance.wording.advice import warn_of_scores

if TYPE_CHECKING:
    from scipy import sparse

    from stance.classifier.model import Classifier


def find_models(dossier: Dossier) -> Path:
    """The folder of the dossier's classifier, there or not."""
    return loading.find_models(dossier.folder)


def stamp_dossier(dossier: Dossier) -> tuple:
    """What every kept result depends on: the files of the dossier and those of its classifier."""
    return stamp_folder(dossier.folder), stamp_folder(find_models(dossier))


WAYS: Ways = {
    Dossier: lambda dossier: repr(stamp_dossier(dossier)),
    Exhibit: lambda exhibit: repr((exhibit.key, exhibit.headline, getattr(exhibit.picture, "stamp", ""))),
    type(Path()): lambda folder: repr(stamp_folder(folder)),
    **dict.fromkeys((Selection, Place, pd.Timestamp), repr),
}
keep = partial(keep_results, st.cache_resource, WAYS, find_own=find_results)


def fetch_dossier(folder: Path) -> Dossier:
    """The dossier of that folder, read again when a file in it changes; raises StanceError where it cannot be used."""
    found = _fetch_loaded(folder)
    if isinstance(found, StanceError):
        raise found.with_traceback(None)
    return found


@keep(max_entries=8)
def _fetch_loaded(folder: Path) -> Dossier | StanceError:
    """The dossier, or what is wrong with it: a broken one is not read again on every run."""
    try:
        return load_dossier(folder)
    except StanceError as error:
        return error
    except OSError as error:
        why = error.strerror or error
        return UsageError(f"The dossier '{folder.name}' cannot be read ({why}). Check that you may read its files.")


@keep(max_entries=64)
def fetch_title(folder: Path) -> str:
    """The title of the dossier in a folder, "" where its codebook cannot be read."""
    try:
        return load_codebook(folder).title.strip()
    except (StanceError, OSError):
        return ""


@keep(max_entries=8)
def fetch_faults(dossier: Dossier) -> str:
    """What is wrong with the dossier's datapackage.json, "" where nothing is; the pages do without it."""
    problems = check_package(dossier.folder)
    return DataError(problems).brief if problems else ""


@keep(max_entries=8)
def _fetch_model(dossier: Dossier) -> tuple[pd.DataFrame, str]:
    """The scores of the dossier's classifier, none where it is refused, and what is wrong with it, "" where nothing is."""
    return find_scores(find_models(dossier), dossier)


def fetch_trouble(dossier: Dossier) -> str:
    """What is wrong with the dossier's classifier and the command that mends it; "" where nothing is."""
    return _fetch_model(dossier)[1]


@keep(max_entries=8)
def fetch_advice(dossier: Dossier) -> str:
    """Why the scores of the dossier's classifier should not be used; "" where they should, or there is no classifier to use."""
    try:
        return warn_of_scores(load_card(find_models(dossier), dossier), dossier.codebook)
    except ModelError:
        return ""


def default_view(dossier: Dossier) -> Selection:
    """What a reader who has chosen nothing sees: `default_selection`, by codes alone where the classifier should not be used."""
    return default_selection(dossier.codebook, CODES if fetch_advice(dossier) else BEST)


@keep(max_entries=8)
def fetch_stamp(dossier: Dossier) -> str:
    """What a link carries of the data: the hash of the dossier, and six digits of that of the classifier's scores."""
    return stamp_data(dossier, find_models(dossier))


def fetch_scores(dossier: Dossier) -> pd.DataFrame:
    """The classifier's scores of the dossier's statements; empty without a classifier or with one that is refused."""
    return _fetch_model(dossier)[0]


@keep(max_entries=4)
def fetch_classifier(dossier: Dossier) -> "Classifier":
    """The dossier's classifier; raises ModelError where it is missing, broken or of another codebook version."""
    return load_classifier(find_models(dossier), dossier)


@keep(max_entries=4)
def fetch_features(dossier: Dossier) -> "sparse.csr_matrix":
    """Words, pairs and letters of all statements, in their order; raises ModelError as `fetch_classifier`."""
    from stance.classifier.neighbours import describe_texts

    return describe_texts(fetch_classifier(dossier), dossier.statements["text"].tolist())
