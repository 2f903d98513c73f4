"""The file that says who may do what at the desk."""

from pathlib import Path

import pytest

from stance.coding.roles import TAKEN, Coder, load_roles, main
from stance.dossier.columns import ADJUDICATED
from stance.errors import DataError
from stance.estimates.agreement import CLASSIFIER, CODES
from stance.estimates.checking import PEOPLE

SOUND = """default = "coder"
reader = ["eve@example.org"]
adjudicator = ["Ann@Example.org", "coder-0123456789ab"]
[names]
"ann@example.org" = "A"
"""


@pytest.fixture
def write(tmp_path: Path):
    def write_roles(text: str) -> Path:
        path = tmp_path / "roles.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_roles


def list_faults(path: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        load_roles(path)
    return [str(one) for one in caught.value.problems]


def test_a_listed_person_has_the_listed_role_in_any_case_and_all_others_the_default(write):
    roles = load_roles(write(SOUND))
    assert [roles.find_role([one]) for one in ("ANN@example.org ", "eve@example.org", "x@example.org")] == [
        "adjudicator",
        "reader",
        "coder",
    ]
    assert roles.find_name(["ann@example.org"]) == "A"
    assert roles.find_name(["eve@example.org"]) == ""


def test_no_coder_has_a_name_that_a_table_of_agreement_gives():
    assert {CODES, CLASSIFIER, PEOPLE, ADJUDICATED} == set(TAKEN)


def test_the_first_of_what_a_person_is_known_by_counts(write):
    roles = load_roles(write(SOUND))
    assert roles.find_role(["coder-0123456789ab", "eve@example.org"]) == "adjudicator"


def test_who_is_not_listed_reads_unless_the_file_says_otherwise(write):
    assert load_roles(write('coder = ["ann@example.org"]')).find_role(["ben@example.org"]) == "reader"


def test_every_fault_of_the_file_is_named_at_once(write):
    faults = list_faults(
        write('default = "boss"\nreadr = []\ncoder = ["a@x.org", "A@X.org"]\nadjudicator = 3\n[names]\n"a@x.org" = 4')
    )
    assert faults == [
        "roles.toml, readr: is unknown. Did you mean 'reader'.",
        "roles.toml, default: 'boss' is no role. Use one of 'adjudicator', 'coder', 'reader'.",
        "roles.toml, coder: 'A@X.org' is listed as coder too. Keep one of them.",
        'roles.toml, adjudicator: is no list of texts. Write it as ["ann@example.org"].',
        "roles.toml, names, a@x.org: '4' is no text. Write it in quotation marks.",
    ]


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        ('"a@x.org" = "A"\n"b@x.org" = " a"', "is the name of a@x.org too"),
        ('"a@x.org" = "Adjudicated"', "is kept for the program"),
        ('"a@x.org" = " "', "is empty"),
        ('"a@x.org" = "A\\u200b"', "holds a sign that cannot be seen"),
        (f'"a@x.org" = "{"a" * 61}"', "has 61 characters"),
    ],
)
def test_a_name_that_no_coder_can_have_is_refused(write, names, fault):
    (found,) = list_faults(write(f"[names]\n{names}"))
    assert fault in found


@pytest.mark.parametrize("text", ["coder = [", "[names]\nx = 1\n[names]\n", "names = 3"])
def test_what_is_no_such_file_is_a_sentence(write, text):
    assert list_faults(write(text))


def test_the_command_says_what_is_wrong_and_whom_a_sound_file_lists(write, monkeypatch, capsys):
    path = write(SOUND)
    monkeypatch.setattr("sys.argv", ["roles", str(path)])
    assert main() == 0
    assert "0 coder, 2 adjudicator; everyone else: coder." in capsys.readouterr().out
    path.unlink()
    assert main() == 11
    assert "roles.toml: is missing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("role", "codes", "adjudicates"), [("reader", False, False), ("coder", True, False), ("adjudicator", True, True)]
)
def test_each_role_may_do_what_those_before_it_may(role, codes, adjudicates):
    coder = Coder("ann", role)
    assert (coder.codes, coder.adjudicates) == (codes, adjudicates)
