"""A dossier is placed whole or not at all, under a name that leads nowhere else, and a zip is hostile until it is one."""

import io
import stat
import zipfile
from pathlib import Path

import makers
import pandas as pd
import pytest

from stance.bringing import placing
from stance.bringing.placing import make_name, place_dossier, unpack_dossier
from stance.dossier.loading import find_dossiers, load_dossier
from stance.errors import DataError, StanceError, UsageError

from .hostile import lie_about_sizes, make_zip

FILES = {"codebook.toml": makers.CODEBOOK.encode(), "statements.csv": makers.STATEMENTS.encode()}
BROKEN = {**FILES, "statements.csv": b"statement\n1\n"}


def refuse(content: bytes, root: Path, name: str = "a.zip") -> str:
    with pytest.raises(StanceError) as caught:
        unpack_dossier(content, name, root)
    assert list(root.iterdir()) == []
    return str(caught.value)


def zip_files(folder: str = "", **others: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**FILES, **others}.items():
            archive.writestr(f"{folder}{name}", content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("My table.XLSX", "my-table"),
        ("../../etc/passwd", "passwd"),
        ("..", "own"),
        ("C:\\Users\\x\\Тест 1.csv", "тест-1"),
        ("a\0b.csv", "a-b"),
        ("", "own"),
        ("///", "own"),
        (".hidden", "hidden"),
        ("ж" * 300 + ".csv", "ж" * 60),
        ("<b>x</b>", "b"),
    ],
)
def test_a_name_of_a_folder_leads_nowhere(tmp_path, name, folder):
    assert make_name(name) == folder
    assert place_dossier(FILES, tmp_path, name) == tmp_path / folder
    assert [path.name for path in tmp_path.iterdir()] == [folder]


def test_a_placed_dossier_loads_and_one_of_the_same_name_is_replaced(tmp_path):
    first = place_dossier(FILES, tmp_path, "mine.csv")
    (first / "README.md").write_text("old")
    one = makers.STATEMENTS.split("\n2,")[0].encode()
    second = place_dossier({**FILES, "statements.csv": one}, tmp_path, "mine.xlsx")
    assert (second, len(load_dossier(second).statements)) == (first, 1)
    assert not (second / "README.md").exists()
    assert list(find_dossiers((tmp_path,))) == ["mine"]


def test_what_is_no_dossier_changes_nothing(tmp_path):
    place_dossier(FILES, tmp_path, "mine")
    for files in (BROKEN, {"codebook.toml": b"title = 3"}, {**FILES, "../x": b""}, {**FILES, "statements.csv": b""}):
        with pytest.raises(StanceError):
            place_dossier(files, tmp_path, "mine")
        assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert len(load_dossier(tmp_path / "mine").statements) == 3


def test_a_rename_that_fails_leaves_the_old_one(tmp_path, monkeypatch):
    place_dossier(FILES, tmp_path, "mine")
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if ".part-" in str(self) and self.name != "old":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(placing.Path, "rename", fail)
    with pytest.raises(UsageError, match="The dossier cannot be kept \\(No space left on device\\)"):
        place_dossier(FILES, tmp_path, "mine")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert len(load_dossier(tmp_path / "mine").statements) == 3


@pytest.mark.parametrize("folder", ["", "mine/", "dossier/", "a/b/"])
def test_a_zip_of_a_dossier_is_unpacked_whatever_folder_it_lies_in(tmp_path, folder):
    others = {"__MACOSX/x": b"", "rows/statements.csv": b"x", "notes.docx": b"x", ".DS_Store": b""}
    placed = unpack_dossier(zip_files(folder, **others), "Mine 2.zip", tmp_path)
    assert placed == tmp_path / "mine-2"
    assert sorted(path.name for path in placed.iterdir()) == ["codebook.toml", "statements.csv"]


def test_an_exported_archive_is_a_dossier(tmp_path):
    folder = makers.make_other_dossier(tmp_path / "other")
    members = {f"dossier/{path.name}": path.read_bytes() for path in folder.iterdir()}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, one in {**members, "models/scores.csv": b"x", "view.json": b"{}"}.items():
            archive.writestr(name, one)
    placed = unpack_dossier(content.getvalue(), "view.zip", tmp_path / "own")
    assert len(load_dossier(placed).statements) == 44


@pytest.mark.parametrize(
    ("member", "sentence"),
    [
        ("../codebook.toml", "'../codebook.toml' leads out of the zip"),
        ("a/../../x", "leads out of the zip"),
        ("/etc/passwd", "leads out of the zip"),
        ("C:\\x", "leads out of the zip"),
        ("..\\x", "leads out of the zip"),
        ("more.zip", "is an archive within the zip. Unpack it first"),
        ("x.tar.gz", "is an archive within the zip"),
    ],
)
def test_members_that_lead_out_or_hide_others_are_refused(tmp_path, member, sentence):
    assert sentence in refuse(zip_files(**{member: b"x"}), tmp_path)


def test_links_in_a_zip_are_refused(tmp_path):
    written = io.BytesIO(zip_files())
    with zipfile.ZipFile(written, "a") as archive:
        link = zipfile.ZipInfo("reference.toml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/hostname")
    assert "'reference.toml' is a link or a device, not a file" in refuse(written.getvalue(), tmp_path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not a zip that can be read"),
        (b"PK\x03\x04", "is not a zip that can be read"),
        (make_zip(statements_csv="x"), "'codebook.toml' is missing from the zip. Zip the folder of a dossier again"),
        (make_zip(a__codebook_toml="", b__codebook_toml=""), "stands in several folders of the zip. Zip one dossier alone"),
        (make_zip(**{f"x{n}": "" for n in range(201)}), "holds 201 files; the limit is 200 files"),
        (lie_about_sizes(zip_files(), 100_000_001), "is larger than 100,000,000 bytes once unpacked"),
        (lie_about_sizes(zip_files(), 10), "a.zip: "),
        (zip_files(**{"statements.csv": b"statement\n1\n"}), "statements.csv, row 1, date: is missing"),
    ],
)  # fmt: skip
def test_a_zip_that_is_no_dossier_gets_a_sentence_and_leaves_nothing(tmp_path, content, sentence):
    assert sentence in refuse(content, tmp_path)


def test_a_locked_zip_says_so(tmp_path):
    content = bytearray(zip_files())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert "'statements.csv' is protected by a password" in refuse(bytes(content), tmp_path)


def test_a_parquet_table_has_the_bounds_of_what_is_brought(tmp_path):
    row = {"statement": "", "date": "2020-01-02", "actor": "ann", "source": "g", "text": "x" * 2_000, "fund": 1}
    for count, sentence in (
        (60_000, "larger than 100,000,000 bytes once unpacked"),
        (100_001, "more than 100,000 rows"),
    ):
        rows = pd.DataFrame([row] * count).assign(text="x" * (2_000 if count < 100_000 else 1))
        files = {"codebook.toml": FILES["codebook.toml"], "statements.parquet": rows.to_parquet(index=False)}
        with pytest.raises(DataError, match=f"statements.parquet: (is|has) {sentence}"):
            place_dossier(files, tmp_path, "mine")
    assert list(tmp_path.iterdir()) == []


def test_a_zip_that_is_too_large_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(placing, "open_zip", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(DataError, match="is larger than 30,000,000 bytes. Zip the tables of one dossier alone"):
        unpack_dossier(bytes(30_000_001), "a.zip", tmp_path)
