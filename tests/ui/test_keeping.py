"""What is kept, and when it is made again: any file that changes, comes, goes or grows older counts."""

import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from stance.dossier.loading import DATA, Dossier
from stance.estimates.selection import default_selection
from stance.exhibits.exhibit import Exhibit
from stance.figures.picture import Picture
from stance.ui.caches import fetch_months
from stance.ui.keeping import single_look, stamp_folder, write_key
from stance.ui.loaded import WAYS
from stance.wording.verdicts import Verdict


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("x", encoding="utf-8")
        os.utime(tmp_path / name, (1_000_000, 1_000_000))
    return tmp_path


def _delete(folder: Path) -> None:
    (folder / "a.csv").unlink()


def _age(folder: Path) -> None:
    os.utime(folder / "b.csv", (900_000, 900_000))


def _grow(folder: Path) -> None:
    (folder / "a.csv").write_text("xy", encoding="utf-8")
    os.utime(folder / "a.csv", (1_000_000, 1_000_000))


def _rename(folder: Path) -> None:
    (folder / "a.csv").rename(folder / "c.csv")


def _add(folder: Path) -> None:
    (folder / "c.csv").write_text("x", encoding="utf-8")
    os.utime(folder / "c.csv", (1_000_000, 1_000_000))


@pytest.mark.parametrize("change", [_delete, _age, _grow, _rename, _add])
def test_the_stamp_of_a_folder_changes_with_any_file_in_it(change, folder):
    before = stamp_folder(folder)
    assert stamp_folder(folder) == before
    change(folder)
    assert stamp_folder(folder) != before


def test_a_folder_that_is_not_there_has_a_stamp_of_its_own(tmp_path):
    assert stamp_folder(tmp_path / "none") == (str(tmp_path / "none"), ())
    assert stamp_folder(DATA / "japan-russia") != stamp_folder(tmp_path)


def test_two_copies_of_a_dossier_do_not_share_what_is_kept(tmp_path):
    one, two = (Path(shutil.copytree(DATA / "japan-russia", tmp_path / name)) for name in ("one", "two"))
    assert stamp_folder(one)[1] == stamp_folder(two)[1]
    assert stamp_folder(one) != stamp_folder(two)


def test_a_run_looks_at_a_folder_once_and_the_next_run_sees_what_changed(folder):
    with single_look():
        before = stamp_folder(folder)
        _grow(folder)
        with single_look():  # a part of the run
            assert stamp_folder(folder) == before
    with single_look():
        assert stamp_folder(folder) != before


def test_other_arguments_have_another_key_and_equal_ones_the_same(dossier: Dossier):
    whole = default_selection(dossier.codebook)
    others = [
        *(None, True, 1, 1.0, "1", "1,2", ("1", "2"), ("1,2",), (), ((),), (1, (2, 3)), ((1, 2), 3), (12, 3), (1, 23), {"a": 1}, {"b": 1}, date(2020, 1, 2)),
        *(dossier, dossier.folder, whole, replace(whole, by="actor"), replace(whole, sides=whole.sides[:1]), _grow, _age),
    ]  # fmt: skip
    keys = [write_key(one, WAYS) for one in others]
    assert len(set(keys)) == len(others)
    assert write_key((replace(whole), {"a": (1, _grow)}), WAYS) == write_key((whole, {"a": (1, _grow)}), WAYS)


@pytest.mark.parametrize("value", [[1], object(), (1, [2]), {"a": {1}}])
def test_what_has_no_text_of_its_own_is_refused(value):
    with pytest.raises(TypeError, match="Nothing can be kept under a"):
        write_key(value, WAYS)


def test_what_is_kept_is_given_again_for_equal_arguments_alone(dossier: Dossier):
    whole = default_selection(dossier.codebook)
    months = fetch_months(whole)
    assert next(iter(months)) == f"{whole.first:%b %Y}"
    assert fetch_months(replace(whole)) is months
    assert fetch_months(replace(whole, first=date(whole.last.year, 1, 1))) is not months


def test_an_exhibit_is_known_by_its_picture_and_not_by_where_that_lay_in_memory():
    def write(height: int) -> str:
        """The text of an exhibit that is gone again: the next one may lie in its place."""
        return write_key(
            Exhibit("chart", Verdict.NONE, "Sovereignty", "", picture=Picture([], {"height": height})), WAYS
        )

    assert len({write(height) for height in range(300, 320)}) == 20
    assert write(300) == write(300)
