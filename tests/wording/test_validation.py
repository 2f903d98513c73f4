"""Who coded and who checked, in the sentence that every face shows."""

from dataclasses import replace
from math import nan

import pytest

from stance.dossier.loading import DATA, Dossier, load_dossier
from stance.estimates.checked import TopicAlpha, Validated
from stance.estimates.selection import default_selection
from stance.wording.selections import describe_origin
from stance.wording.validation import (
    NOT_CODED,
    UNSAID,
    count_coders,
    describe_check,
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


@pytest.mark.parametrize(
    ("coded_by", "said"),
    [
        ("Codes: us.", "Codes: us. "),
        ("Codes: two passes; no people have checked them.", "Codes: two passes. "),
        ("", f"{UNSAID} "),
    ],
)
def test_a_check_by_people_is_said_in_place_of_there_being_none(coded_by, said):
    checked = "Validated on 80 statements by 1 person."
    assert describe_validation(1, coded_by, Validated(80, 1)) == said + checked


def test_a_check_has_its_alphas_with_their_intervals_and_what_changed_since():
    alphas = (TopicAlpha("Water", 40, 0.812, 0.7, 0.904), TopicAlpha("Toll", 1, nan, nan, nan))
    said = describe_check(Validated(80, 2, alphas, moved=True, codebooks=("1",)))
    assert said == (
        "Validated on 80 statements by 2 people: ordinal alpha of people and codes 0.81 [0.70, 0.90] on Water, not defined on Toll "
        "(90 % intervals, sources drawn). The sample was drawn from an earlier version of the data; codes count as they are today. "
        "People coded by another version of the codebook (1)."
    )


def test_a_dossier_with_a_check_says_so_on_its_pages(dossier):
    rows = dossier.statements[dossier.statements["coded"]].head(40)[["statement", *dossier.codebook.topic_ids]]
    draw = {"draw_seed": 1, "draw_size": 40, "draw_data": dossier.record_hash, "draw_codebook": "2"}
    line = describe_origin(
        replace(dossier, validation=rows.assign(coder="ann", **draw)), default_selection(dossier.codebook)
    )
    assert "adjudicated automatically. Validated on 40 statements by 1 person: ordinal alpha" in line
    assert "no people have checked" not in line


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
