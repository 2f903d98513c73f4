"""The caches: everything that a page shows and that takes time, keyed by the folder and its newest change."""

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from stance.classifier.storage import check_version, is_stale, load_card
from stance.dossier.loading import MODELS, Dossier, load_dossier
from stance.dossier.scores import read_scores
from stance.errors import ModelError
from stance.estimates.aftermath import estimate_aftermath
from stance.estimates.agreement import measure_agreement, read_classifier
from stance.estimates.movement import estimate_gap, estimate_swings
from stance.estimates.positions import Period, list_evidence
from stance.estimates.robustness import Claim, try_claim
from stance.estimates.scored import score_statements
from stance.estimates.selected import estimate_ends, estimate_lines, list_options
from stance.estimates.selection import Selection, end_periods, list_left_out, select_actors, select_scored


def _stamp(folder: Path) -> int:
    return max((path.stat().st_mtime_ns for path in folder.glob("*") if path.is_file()), default=0)


def fetch_dossier(folder: Path) -> Dossier:
    """The dossier of that folder, read again when a file in it changes."""
    return _load(folder, _stamp(folder))


@st.cache_resource(max_entries=8, show_spinner="Reading the dossier …")
def _load(folder: Path, stamp: int) -> Dossier:  # noqa: ARG001 - part of the key
    return load_dossier(folder)


def find_models(dossier: Dossier) -> Path:
    """The folder of the dossier's classifier, there or not."""
    return MODELS / dossier.slug


def fetch_scores(dossier: Dossier) -> pd.DataFrame:
    """The classifier's scores of the dossier's statements; empty without a classifier or with one that is refused."""
    folder = find_models(dossier)
    return _read_scores(folder if _accepts(dossier) else folder / "none", _stamp(folder))


@st.cache_resource(max_entries=8, show_spinner=False)
def _read_scores(folder: Path, stamp: int) -> pd.DataFrame:  # noqa: ARG001 - part of the key
    return read_scores(folder)


def _accepts(dossier: Dossier) -> bool:
    try:
        check_version(load_card(find_models(dossier), slug=dossier.slug), dossier.codebook, slug=dossier.slug)
    except ModelError:
        return False
    return True


def describe_classifier(dossier: Dossier) -> str:
    """What is wrong with the dossier's classifier and the command that mends it; "" where nothing is."""
    return _check_classifier(dossier.folder, dossier_key(dossier))


@st.cache_data(max_entries=24, show_spinner=False)
def _check_classifier(folder: Path, key: tuple[int, int]) -> str:  # noqa: ARG001
    dossier = fetch_dossier(folder)
    try:
        card = load_card(find_models(dossier), slug=dossier.slug)
        check_version(card, dossier.codebook, slug=dossier.slug)
    except ModelError as error:
        return str(error)
    if is_stale(card, dossier):
        return f"Statements have changed since the classifier was trained. Run: python -m stance train {dossier.slug}"
    return ""


def dossier_key(dossier: Dossier) -> tuple[int, int]:
    """What a cached result depends on: the newest change in the dossier's folder and in that of its classifier."""
    return _stamp(dossier.folder), _stamp(find_models(dossier))


def fetch_scored(dossier: Dossier, score_source: str) -> pd.DataFrame:
    """The scored statements of the whole dossier."""
    return _score(dossier.folder, dossier_key(dossier), score_source)


@st.cache_resource(max_entries=24, show_spinner=False)
def _score(folder: Path, key: tuple[int, int], score_source: str) -> pd.DataFrame:  # noqa: ARG001
    dossier = fetch_dossier(folder)
    return score_statements(dossier, fetch_scores(dossier), score_source)


def fetch_positions(dossier: Dossier, selection: Selection) -> pd.DataFrame:
    """The positions that the selection shows, within its dates."""
    return _estimate(dossier.folder, dossier_key(dossier), selection)


@st.cache_data(max_entries=200, show_spinner=False)
def _estimate(folder: Path, key: tuple[int, int], selection: Selection) -> pd.DataFrame:  # noqa: ARG001
    dossier = fetch_dossier(folder)
    return estimate_lines(dossier, fetch_scored(dossier, selection.score_source), selection)


def fetch_movement(dossier: Dossier, selection: Selection) -> pd.DataFrame:
    """The change of each group from the first to the last twelve months of the selected dates."""
    return fetch_between(dossier, selection, *end_periods(selection))


def fetch_between(dossier: Dossier, selection: Selection, first: Period, last: Period) -> pd.DataFrame:
    """The change of each group between any two periods."""
    return _compare(dossier.folder, dossier_key(dossier), selection, (first, last))


@st.cache_data(max_entries=200, show_spinner=False)
def _compare(folder: Path, key: tuple[int, int], selection: Selection, ends: tuple[Period, Period]) -> pd.DataFrame:  # noqa: ARG001
    dossier = fetch_dossier(folder)
    return estimate_ends(dossier, fetch_scored(dossier, selection.score_source), selection, *ends)


def fetch_options(dossier: Dossier, selection: Selection) -> dict[str, Any]:
    """The options of every estimate of the selection, as in `estimates.list_options`."""
    return list_options(dossier, fetch_scored(dossier, selection.score_source), selection)


def fetch_gap(dossier: Dossier, selection: Selection) -> pd.DataFrame:
    """The gap between the two sides that own a pole, from the positions by side; empty without such sides."""
    minus, plus = dossier.codebook.poled_sides or (None, None)
    ends = (minus.id, plus.id) if minus and plus else ("", "")
    return estimate_gap(fetch_positions(dossier, selection.by_side()), *ends)


def fetch_aftermath(
    dossier: Dossier, selection: Selection, day: pd.Timestamp, days: int, groups: tuple[str, ...]
) -> pd.DataFrame:
    """The change of the groups on each topic around a day, with its rank among placebo days of the dossier's period."""
    return _follow(dossier.folder, dossier_key(dossier), selection, day, days, groups)


@st.cache_data(max_entries=200, show_spinner="Comparing with other days …")
def _follow(
    folder: Path,
    key: tuple[int, int],  # noqa: ARG001
    selection: Selection,
    day: pd.Timestamp,
    days: int,
    groups: tuple[str, ...],
) -> pd.DataFrame:
    dossier = fetch_dossier(folder)
    first, last = (pd.Timestamp(end) for end in dossier.codebook.period)
    period = (first - pd.Timedelta(days=1), last)
    options = fetch_options(dossier, selection)
    return estimate_aftermath(fetch_view(dossier, selection), day, days, period, **options, groups=groups)


def fetch_view(dossier: Dossier, selection: Selection) -> pd.DataFrame:
    """The scored statements of the selected actors and topics, of any date."""
    return select_scored(fetch_scored(dossier, selection.score_source), dossier, selection)


def fetch_swings(dossier: Dossier, selection: Selection) -> pd.DataFrame:
    """The largest change of each group between two adjacent windows."""
    return _swing(dossier.folder, dossier_key(dossier), selection)


@st.cache_data(max_entries=200, show_spinner=False)
def _swing(folder: Path, key: tuple[int, int], selection: Selection) -> pd.DataFrame:  # noqa: ARG001
    return estimate_swings(fetch_positions(fetch_dossier(folder), selection), selection.rules.window_days)


def fetch_claims(dossier: Dossier, selection: Selection) -> pd.DataFrame:
    """Every change that can be estimated: the rows of movement (`kind` "ends") and of swings ("swing")."""
    parts = [
        fetch_movement(dossier, selection).assign(kind="ends"),
        fetch_swings(dossier, selection).assign(kind="swing"),
    ]
    claims = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return claims[claims["change"].notna()]


def fetch_claim(dossier: Dossier, selection: Selection, row: pd.Series) -> pd.DataFrame:
    """One of `fetch_claims`, as shown and in every other way to estimate it."""
    window = pd.Timedelta(days=selection.rules.window_days)
    swing = row["kind"] == "swing"
    ends = (
        ((row["start"] - window, row["start"]), (row["date"] - window, row["date"]))
        if swing
        else end_periods(selection)
    )
    actors = frozenset(select_actors(dossier.actors, selection)["actor"])
    what = (row["topic"], row["group"], *ends, selection.by, selection.rules, actors, selection.score_source)
    claim = Claim(*what, list_left_out(dossier, selection))
    return _try(dossier.folder, dossier_key(dossier), claim)


@st.cache_data(max_entries=100, show_spinner="Estimating again …", hash_funcs={Claim: repr})
def _try(folder: Path, key: tuple[int, int], claim: Claim) -> pd.DataFrame:  # noqa: ARG001
    dossier = fetch_dossier(folder)
    return try_claim(claim, fetch_scored(dossier, claim.score_source), dossier, fetch_scores(dossier))


def fetch_agreement(dossier: Dossier, of: str) -> pd.DataFrame:
    """The agreement of the coders (`of` is "coders") or of the classifier with the codes, with intervals."""
    return _agree(dossier.folder, dossier_key(dossier), of)


@st.cache_data(max_entries=16, show_spinner="Drawing sources …")
def _agree(folder: Path, key: tuple[int, int], of: str) -> pd.DataFrame:  # noqa: ARG001
    dossier = fetch_dossier(folder)
    codings = dossier.codings if of == "coders" else fetch_readings(dossier)
    return measure_agreement(codings, dossier.codebook, dossier.statements.set_index("statement")["source"])


def fetch_readings(dossier: Dossier) -> pd.DataFrame:
    """The codes and the classifier's nearest levels as two codings."""
    return read_classifier(fetch_scores(dossier), dossier.statements, dossier.codebook)


def fetch_evidence(
    dossier: Dossier, selection: Selection, topic: str, group: str, period: Period, groups: pd.Series | None = None
) -> pd.DataFrame:
    """The scored statements of a line within a period, newest first, each with its weight and effect.

    `groups` gives the line of each actor, where lines are neither sides nor actors.
    """
    scored, by = fetch_view(dossier, selection), selection.by
    if groups is not None:
        scored, by = scored.assign(line=scored["actor"].map(groups)), "line"
    return list_evidence(scored, by=by, group=group, topic=topic, period=period)
