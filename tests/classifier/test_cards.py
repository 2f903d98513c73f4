"""A card is hostile until read: what is missing, cut, foreign or of a wrong kind is a sentence with the command that mends it."""

import json
import shutil

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stance.classifier.cards import CARD, TIED, is_stale, load_card, refuse_stale
from stance.classifier.storage import load_classifier, load_scores
from stance.dossier.loading import MODELS, load_dossier
from stance.errors import ModelError
from stance.wording.model_card import describe_model_card
from stance.wording.trials import describe_replication

SLUG = "japan-russia"
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**400), 10**400),
    st.floats(),
    st.text(max_size=5),
    st.just([]),
    st.just({}),
    st.just([[["x"]]]),
    st.just({"x": {"y": None}}),
)


@pytest.fixture(scope="module")
def card():
    return json.loads((MODELS / SLUG / CARD).read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped classifier, to be broken."""
    return shutil.copytree(MODELS / SLUG, tmp_path / "models" / SLUG)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Another one, whose card alone is written again."""
    return shutil.copytree(MODELS / SLUG, tmp_path_factory.mktemp("models") / SLUG)


def list_places(part, so_far=()) -> list[tuple]:
    """Every place in a card, those of lists by their first entry."""
    inner = part.items() if isinstance(part, dict) else enumerate(part[:1]) if isinstance(part, list) else ()
    return [one for key, value in inner for one in ((*so_far, key), *list_places(value, (*so_far, key)))]


PLACES = list_places(json.loads((MODELS / SLUG / CARD).read_text(encoding="utf-8")))


def change(card, place, value):
    changed = json.loads(json.dumps(card))
    part = changed
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    return changed


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.sampled_from(PLACES), junk=JUNK)
@example(where=("measures", "sequencing", "mae_by_side"), junk=None)
@example(where=("intervals", "sequencing", "mae_over_side"), junk=None)
@example(where=("measures", "sovereignty", "overall_r_by_side"), junk=1.4e154)
@example(where=("measures", "sovereignty", "overall_r_by_side"), junk=10**300)
def test_a_card_with_any_value_is_either_refused_or_can_be_shown(card, place, dossier, where, junk):
    (place / CARD).write_text(json.dumps(change(card, where, junk)), encoding="utf-8")
    try:
        read = load_card(place, dossier)
    except ModelError as error:
        assert "Run: python -m stance train japan-russia --models" in str(error)
        return
    assert describe_model_card(read, dossier)
    assert describe_replication(read, dossier.codebook)
    assert is_stale(read, dossier) in (True, False)


@pytest.mark.parametrize(
    "place", [(one,) for one in ("training_hash", "counts", "measures", "known", "files", "shrinkage")]
)
def test_a_card_that_lacks_a_part_is_refused_by_its_name(card, folder, dossier, place):
    (folder / CARD).write_text(json.dumps({k: v for k, v in card.items() if k != place[0]}), encoding="utf-8")
    with pytest.raises(ModelError, match=rf"card.json is not a sound card: '{place[0]}'"):
        load_card(folder, dossier)


@pytest.mark.parametrize("part", ["measures", "intervals", "abstain_below", "shrinkage"])
def test_a_card_that_lacks_a_topic_is_refused(card, folder, dossier, part):
    topic = dossier.codebook.topic_ids[1]
    changed = card | {part: {k: v for k, v in card[part].items() if k != topic}}
    (folder / CARD).write_text(json.dumps(changed), encoding="utf-8")
    with pytest.raises(ModelError, match=rf"'{part}, {topic}'"):
        load_card(folder, dossier)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"3", "{\"a\": \"я\"}".encode("cp1251"), b"\xff\xfe{\x00}\x00", b"[" * 100_000, b'{"a":' * 50_000,
     b'{"format": ' + b"9" * 10_000 + b"}", b'{"format": NaN}'],
)  # fmt: skip
def test_a_file_that_is_no_card_is_refused_with_the_command(content, folder, dossier):
    (folder / CARD).write_bytes(content)
    for load in (load_card, load_scores, load_classifier):
        with pytest.raises(ModelError, match="Run: python -m stance train japan-russia"):
            load(folder, dossier)


@pytest.mark.parametrize("name", TIED)
@pytest.mark.parametrize("how", ["gone", "cut", "changed", "folder", "dead link"])
def test_a_file_that_is_not_the_one_of_the_card_is_refused_whatever_is_read(name, how, folder, dossier):
    path = folder / name
    content = path.read_bytes()
    path.unlink()
    if how == "folder":
        path.mkdir()
    elif how == "dead link":
        path.symlink_to(folder / "nowhere")
    elif how != "gone":
        path.write_bytes(content[: len(content) // 2] if how == "cut" else content[:-2] + b"7\n")
    for load in (load_card, load_scores, load_classifier):
        with pytest.raises(ModelError, match=rf"{name} is missing, or is not the file .* Run: python -m stance train"):
            load(folder, dossier)


def test_a_card_that_is_a_folder_or_a_dead_link_is_a_sentence(folder, dossier):
    (folder / CARD).unlink()
    (folder / CARD).mkdir()
    with pytest.raises(ModelError, match=r"card.json cannot be read \(is a folder"):
        load_card(folder, dossier)


def test_a_classifier_of_another_dossier_is_refused_and_one_of_a_renamed_dossier_is_not(shipped_copy, tmp_path):
    other = shutil.copytree(shipped_copy, tmp_path / "renamed")
    folder = shutil.copytree(MODELS / SLUG, tmp_path / "models" / "renamed")
    assert load_card(folder, load_dossier(other))["dossier"] == SLUG
    table = other / "statements.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace("without a treaty", "with no treaty", 1), encoding="utf-8"
    )
    with pytest.raises(ModelError, match="was trained on another dossier"):
        load_card(folder, load_dossier(other))


def test_a_stale_classifier_is_refused_where_a_fresh_one_is_wanted(card, folder, dossier):
    (folder / CARD).write_text(json.dumps(card | {"training_hash": "0" * 12}), encoding="utf-8")
    read = load_card(folder, dossier)
    assert len(load_scores(folder, dossier)) > 0
    for load in (load_scores, load_classifier):
        with pytest.raises(ModelError, match="Statements have changed since .* Run: python -m stance train"):
            load(folder, dossier, fresh=True)
    refuse_stale(card, folder, dossier)
    assert is_stale(read, dossier)
