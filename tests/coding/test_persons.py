"""Who signed in, and which coder that is."""

from stance.coding.persons import find_coder, identify
from stance.coding.roles import ALL_CODE, Roles

ANN = {"iss": "https://id.example.org", "sub": "7", "name": "Ann B", "email": "ann@example.org", "email_verified": True}
LISTED = Roles("reader", {"ann@example.org": "adjudicator"}, {"ann@example.org": "A"})


def test_two_people_of_one_shown_name_are_two_coders():
    ann, other = (find_coder(identify(ANN | {"sub": sub}), ALL_CODE) for sub in ("7", "8"))
    assert ann.shown == other.shown == "Ann B"
    assert ann.name != other.name


def test_the_same_number_of_another_provider_is_another_coder():
    assert identify(ANN).id != identify(ANN | {"iss": "https://other.example.org"}).id


def test_a_coder_stays_the_same_under_another_name_and_address():
    moved = ANN | {"name": "Ann C", "email": "ann.c@example.org"}
    assert find_coder(identify(ANN), ALL_CODE).name == find_coder(identify(moved), ALL_CODE).name


def test_the_name_that_codings_carry_holds_no_address_and_no_name_of_a_person():
    name = find_coder(identify(ANN), ALL_CODE).name
    assert name.startswith("coder-")
    assert "ann" not in name.lower()


def test_the_file_of_roles_can_give_the_name_that_codings_carry():
    coder = find_coder(identify(ANN), LISTED)
    assert (coder.name, coder.role, coder.signed_in) == ("A", "adjudicator", True)


def test_an_address_that_was_not_verified_is_nobodys():
    denied = identify(ANN | {"email_verified": False})
    assert (denied.email, denied.denied) == ("", True)
    assert find_coder(denied, LISTED).role == "reader"
    assert find_coder(denied, ALL_CODE).role == "reader"


def test_an_address_that_the_provider_says_nothing_of_gives_no_role():
    silent = identify({name: value for name, value in ANN.items() if name != "email_verified"})
    assert find_coder(silent, LISTED).role == "reader"
    assert find_coder(silent, ALL_CODE).role == "coder"


def test_who_is_listed_by_id_keeps_the_role_whatever_the_address():
    denied = identify(ANN | {"email_verified": "false"})
    assert find_coder(denied, Roles("reader", {denied.id: "coder"})).role == "coder"


def test_what_a_provider_says_is_cut_and_made_visible():
    shown = identify({"sub": "7", "name": "a\u202e" + "b" * 100}).shown
    assert shown.startswith("a\\u202ebb")
    assert identify({"sub": "7", "name": ["no", "text"], "email": 3}).shown.startswith("coder-")
