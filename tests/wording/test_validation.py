"""Who coded and who checked, in the sentence that every face shows."""

from dataclasses import replace

import pytest

from stance.dossier.loading import DATA, Dossier, load_dossier
from stance.estimates.selection import default_selection
from stance.wording.selections import describe_origin
from stance.wording.validation import (
    NOT_CODED,
    UNSAID,
    Validated,
    count_coders,
    describe_coding,
    describe_record,
    describe_validation,
)


@pytest.fixture(scope="module")
def small() -> Dossier:
    """The smaller shipped dossier."""
    return load_dossier(DATA / "uk-eu")


@pytest.mark.parametrize(
    ("coders", "said"),
    [
        (0, "Codes: us. Agreement cannot be computed: the codes of single coders are not here."),
        (1, "Codes: us. Agreement cannot be computed: there is one coder."),
        (2, "Codes: us."),
    ],
)
def test_fewer_than_two_coders_cannot_agree_and_that_is_said(coders, said):
    assert describe_validation(coders, "Codes: us.") == said


def test_a_dossier_that_names_no_coder_says_so():
    assert describe_validation(2, "") == UNSAID


def test_a_check_by_people_is_said():
    assert describe_validation(2, "Codes: us.", Validated(80, 1)) == "Codes: us. Checked by 1 person on 80 statements."


def test_the_adjudicated_coding_is_no_coder(dossier):
    assert count_coders(dossier) == 2
    assert describe_coding(dossier) == dossier.codebook.coded_by
    alone = replace(dossier, codings=dossier.codings[dossier.codings["coder"] != "b"])
    assert describe_coding(alone).endswith("there is one coder.")


def test_nothing_coded_is_no_doubt_about_coders(dossier):
    assert describe_coding(replace(dossier, statements=dossier.statements.assign(coded=False))) == NOT_CODED


def test_size_and_coders_stand_together(small):
    said = "176 statements. Codes: one automated coder; not validated by people. Agreement cannot be computed: there is one coder."
    assert describe_record(small) == said
    assert describe_record(small, "Told.").endswith(" Told.")


def test_the_line_under_every_page_says_how_small_and_how_validated_a_record_is(small):
    line = describe_origin(small, default_selection(small.codebook))
    assert "dossier “uk-eu”, 176 statements, codebook version 1" in line
    assert "one automated coder; not validated by people. Agreement cannot be computed" in line
