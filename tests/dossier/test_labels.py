"""A label names exactly one thing, and a text that meant one thing still does."""

import makers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.dossier.labels import find_meant, make_unique
from stance.dossier.loading import load_dossier

NAMES = st.text("ab A()", max_size=6)


def test_a_title_of_its_own_is_the_label():
    assert make_unique({"a": "Ann", "b": "Bob"}) == {"a": "Ann", "b": "Bob"}


@pytest.mark.parametrize("other", ["Ivanov", "IVANOV", " ivanov ", "Ivanov\u00a0"])
def test_two_of_one_name_but_for_case_and_blanks_have_their_ids_with_them(other):
    assert make_unique({"a": "Ivanov", "b": other, "c": "Cid"}) == {
        "a": "Ivanov (a)",
        "b": f"{' '.join(other.split())} (b)",
        "c": "Cid",
    }


def test_a_name_that_is_the_id_or_the_label_of_another_is_not_free():
    assert make_unique({"ann": "Ann Lee", "x": "Ann"}) == {"ann": "Ann Lee", "x": "Ann (x)"}
    assert make_unique({"a": "Ivanov", "b": "Ivanov", "c": "Ivanov (a)"})["c"] == "Ivanov (a) (c)"


def test_a_name_that_is_the_own_id_is_free():
    assert make_unique({"ann": "ann", "bob": "Bob"}) == {"ann": "ann", "bob": "Bob"}


def test_where_even_names_with_ids_are_the_same_the_ids_are_the_labels():
    titles = {"b) (c": "A", "x": "A", "c": "A (b)", "y": "A (b)"}
    assert make_unique(titles) == {"b) (c": "b) (c", "x": "A (x)", "c": "c", "y": "A (b) (y)"}


def test_a_blank_title_is_shown_by_its_id():
    assert make_unique({"a": "", "b": " "}) == {"a": "(a)", "b": "(b)"}


@settings(deadline=None)
@given(st.dictionaries(st.text("ab ()", min_size=1, max_size=4), NAMES, max_size=5))
def test_labels_of_any_names_are_unique_and_are_understood(titles):
    labels = make_unique(titles)
    assert len(set(labels.values())) == len(titles)
    if not any(set(one) & set("() ") for one in titles):
        assert {one: find_meant(label, titles) for one, label in labels.items()} == {one: one for one in titles}


TITLES = {"a": "Ivanov", "b": "Ivanov", "c": "Cid  Lee", "d": "Dan"}
ALIASES = [("Old Cid", "c"), ("Dan", "c"), ("Both", "c"), ("both", "d"), ("Gone", "x")]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a", "a"),
        ("Ivanov (b)", "b"),
        ("Cid  Lee", "c"),
        ("cid lee", "c"),
        ("CID LEE (c)", "c"),
        ("D", "d"),
        ("old cid", "c"),
        ("Dan", "d"),
        ("dan", "d"),
        ("Ivanov", None),
        ("Both", None),
        ("Gone", None),
        ("nobody", None),
        ("", None),
        (" ", None),
    ],
)
def test_a_text_means_an_id_by_id_label_title_or_former_title_and_nothing_where_it_is_unsure(text, meant):
    assert find_meant(text, TITLES, ALIASES) == meant


# The labels of a dossier.

BOOK = (makers.CODEBOOK + makers.TWO_SIDES).replace(
    'id = "south"', 'id = "south"\ntitle = "The South"\naliases = ["Lowland"]'
)
BOOK = BOOK.replace('id = "fund"', 'id = "fund"\ntitle = "Shared fund"\naliases = ["One purse", "Purse"]')
ACTORS = "actor,name,side,aliases\nann,Ivanov,south,\nbob,ivanov,north,Bobby ; Robert\ncid,Shared fund,north,\n"


@pytest.fixture
def loaded(tmp_path):
    return load_dossier(makers.write_dossier(tmp_path, BOOK, actors=ACTORS))


def test_two_actors_of_one_name_have_two_labels(loaded):
    assert loaded.label_actors() == {"ann": "Ivanov (ann)", "bob": "ivanov (bob)", "cid": "Shared fund"}
    assert loaded.label_topics() == {"fund": "Shared fund"}
    assert loaded.label_sides() == {"north": "north", "south": "The South"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("purse", "fund"),
        ("One purse", "fund"),
        ("fund", "fund"),
        ("Lowland", "south"),
        ("the south", "south"),
        ("Ivanov (bob)", "bob"),
        ("Robert", "bob"),
        ("Bobby", "bob"),
        ("Ivanov", None),
        ("Shared fund", None),
    ],
)
def test_a_dossier_understands_labels_of_now_and_of_former_times(loaded, text, meant):
    assert loaded.find_by_label(text) == meant


def test_only_what_may_be_meant_makes_a_text_unsure(loaded):
    assert loaded.find_by_label("Shared fund", loaded.label_topics()) == "fund"
    assert loaded.find_by_label("Shared fund", loaded.label_actors()) == "cid"
    assert loaded.find_by_label("fund", loaded.label_actors()) is None
