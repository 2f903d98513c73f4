"""What is kept, and when it is made again: any file that changes, comes, goes or grows older counts."""

import os
import shutil
from pathlib import Path

import pytest

from stance.dossier.loading import DATA
from stance.ui.keys import stamp_folder


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
