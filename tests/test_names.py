"""Names that look the same and names that were meant: properties over random names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.names import find_alike, find_closest, find_near, fold_name, list_lookalikes

NAMES = ("statements", "date_precision", "key_phrase", "url", "speech", "pole", "adjudicated")
UNSEEN = "\u200b\u200c\u200d\ufeff\u00ad\u2060\u202e"
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

names = st.sampled_from(NAMES)


@st.composite
def disguises(draw) -> tuple[str, str]:
    """A name, and another spelling that looks the same."""
    name = draw(names)
    letters = [draw(st.sampled_from([one, one.upper(), one.translate(WIDE)])) for one in name]
    place = draw(st.integers(0, len(name)))
    letters.insert(place, draw(st.sampled_from(["", *UNSEEN])))
    return name, draw(st.sampled_from(["", " "])) + "".join(letters)


@st.composite
def slips(draw) -> tuple[str, str]:
    """A name, and the same with one slip of the keyboard."""
    name = draw(names)
    place = draw(st.integers(0, len(name) - 2))
    letter = draw(st.sampled_from("aeqx"))
    kinds = {
        "left out": name[:place] + name[place + 1 :],
        "put in": name[:place] + letter + name[place:],
        "exchanged": name[:place] + letter + name[place + 1 :],
        "turned": name[:place] + name[place + 1] + name[place] + name[place + 2 :],
    }
    return name, kinds[draw(st.sampled_from(sorted(kinds)))]


@given(disguises())
def test_a_name_that_looks_like_a_known_one_is_found(pair):
    name, written = pair
    assert fold_name(written) == fold_name(name)
    assert find_alike(written, NAMES) == (None if written == name else name)


@given(slips())
def test_a_name_with_one_slip_is_found(pair):
    name, written = pair
    assert find_near(written, NAMES) == (None if written == name else name)


@given(st.text(st.characters(codec="utf-8"), max_size=12))
def test_any_text_can_be_folded_and_folding_twice_changes_nothing(text):
    assert fold_name(fold_name(text)) == fold_name(text)
    assert fold_name(unicodedata.normalize("NFD", text)) == fold_name(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("name", ["value", "place", "meeting", "x", "", "42"])
def test_a_name_of_its_own_is_left_alone(name):
    assert find_near(name, NAMES) is None


def test_the_closest_value_is_suggested_and_nothing_where_none_is_like_it():
    assert find_closest("nroth", ["south", "north"]) == "north"
    assert find_closest("xyz", ["south", "north"]) is None


def test_of_lookalikes_the_first_is_kept():
    assert list_lookalikes(["anna", "Anna", "bob", "ANNA\u200b", "anna"]) == {"Anna": "anna", "ANNA\u200b": "anna"}
