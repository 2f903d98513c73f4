"""datapackage.json may hold anything: what is read of it are texts and a day, and every fault is named."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stance.dossier.citation import cite, write_bibtex, write_csl, write_plain
from stance.dossier.loading import DATA
from stance.dossier.package import FILE, LISTS, Package, check_package, describe_table, read_package

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.sampled_from(["codings", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["title", "name", "description"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
WHOLE = ANYTHING | st.dictionaries(st.sampled_from([*LISTS, "created", "other"]), ANYTHING, max_size=4)


def _write(folder: Path, whole: object) -> Path:
    (folder / FILE).write_text(json.dumps(whole), encoding="utf-8")
    return folder


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WHOLE)
def test_whatever_stands_in_it_what_is_read_are_texts_that_can_be_written(tmp_path, dossier, whole):
    package = read_package(_write(tmp_path, whole))
    for entries in (package.contributors, package.licenses, package.resources):
        assert all(isinstance(text, str) and text.encode() is not None for entry in entries for text in entry.values())
    assert package.created is None or isinstance(package.created, date)
    assert isinstance(describe_table(tmp_path, "codings"), str)
    assert all(problem.file == FILE and problem.trouble and problem.remedy for problem in check_package(tmp_path))


@pytest.mark.parametrize(
    ("whole", "sentence"),
    [
        ([], "datapackage.json: holds no object. Write names and values between { and }."),
        ({"contributors": {"title": "Ann"}}, "datapackage.json, contributors: is no list of objects."),
        ({"licenses": ["CC0"]}, "datapackage.json, licenses: is no list of objects."),
        ({"contributors": [{"title": "Ann"}, {"title": 5}]}, "datapackage.json, contributors, entry 2, title: is not text."),
        ({"resources": [{"name": "codings", "description": ["x"]}]}, "datapackage.json, resources, entry 1, description: is not text."),
        ({"created": "last year"}, "datapackage.json, created: is not a date. Write the day as YYYY-MM-DD."),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_named_and_left_out(whole, sentence, tmp_path):
    (problem,) = check_package(_write(tmp_path, whole))
    assert sentence in str(problem)


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"[" * 100_000, "nested too deep"),
        (b"{", "is not JSON"),
        (b'{"created": ' + b"9" * 5_000 + b"}", "is not JSON"),
        ("{\"licenses\": [{\"name\": \"Лицензия\"}]}".encode("cp1251"), "is not UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named_and_stands_for_none(content, trouble, tmp_path, dossier):
    (tmp_path / FILE).write_bytes(content)
    (problem,) = check_package(tmp_path)
    assert trouble in str(problem)
    assert read_package(tmp_path) == Package()
    assert describe_table(tmp_path, "codings") == ""


def test_a_folder_or_a_dead_link_in_its_place_is_named(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / FILE).mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / FILE).symlink_to(tmp_path / "nowhere")
    assert "is a folder" in str(check_package(tmp_path / "a")[0])
    assert "leads nowhere" in str(check_package(tmp_path / "b")[0])


def test_without_the_file_nothing_is_wrong_and_nothing_said(tmp_path):
    assert (check_package(tmp_path), read_package(tmp_path)) == ([], Package())


def test_the_shipped_package_is_sound_and_says_how_codings_were_made(dossier):
    assert check_package(DATA / "japan-russia") == []
    assert describe_table(DATA / "japan-russia", "codings")
    citation = cite(dossier, day=date(2026, 1, 2))
    assert all(write(citation) for write in (write_plain, write_bibtex, write_csl))
