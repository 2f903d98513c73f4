"""The list of a site: only what differs is written, what is gone is taken away, and nothing outside is touched."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from stance.baked.manifest import FILE, Baked, Made, Site, list_changed, read_manifest, write_site
from stance.errors import UsageError


def write(out: Path, files: Mapping[str, bytes], **pages: Made) -> Baked:
    return write_site(out, read_manifest(out), Site(pages, files), "made of this")


def test_only_changed_files_are_written_and_those_that_are_gone_are_taken_away(tmp_path):
    out = tmp_path / "site"
    write(out, {"a.html": b"a", "b/c.html": b"c", "d.html": b"d"})
    (out / "mine.txt").write_text("the reader's own")
    stamp = (out / "a.html").stat().st_mtime_ns
    done = write(out, {"a.html": b"a", "b/c.html": b"new"})
    assert (done.written, done.kept, done.removed) == (1, 1, 1)
    assert (out / "a.html").stat().st_mtime_ns == stamp
    assert (out / "b/c.html").read_bytes() == b"new"
    assert not (out / "d.html").exists()
    assert (out / "mine.txt").exists()


def test_the_files_of_a_page_that_is_as_before_stay_in_the_list_and_on_the_disk(tmp_path):
    page = Made("of this", ("a.html", "tables/a.csv"))
    write(tmp_path, {"a.html": b"a", "tables/a.csv": b"t", "b.html": b"b"}, a=page)
    first = read_manifest(tmp_path)
    assert first.pages == {"a": page}
    assert write(tmp_path, {"b.html": b"new"}, a=page) == Baked(1, 2, 0)
    assert read_manifest(tmp_path).files == first.files | {"b.html": read_manifest(tmp_path).files["b.html"]}
    assert (tmp_path / "tables/a.csv").read_bytes() == b"t"


def test_a_file_is_known_by_its_bytes(tmp_path):
    write(tmp_path, {"a.html": b"a", "b.html": b"b", "c.html": b"c"})
    files = read_manifest(tmp_path).files
    assert list_changed(tmp_path, files) == []
    (tmp_path / "a.html").write_bytes(b"A")
    (tmp_path / "b.html").unlink()
    (tmp_path / "c.html").rename(tmp_path / "d.html")
    (tmp_path / "c.html").symlink_to(tmp_path / "d.html")
    assert list_changed(tmp_path, files) == ["a.html", "b.html", "c.html"]


def test_a_page_of_the_list_whose_files_are_not_in_it_is_no_page(tmp_path):
    write(tmp_path, {"a.html": b"a"}, a=Made("of this", ("a.html",)))
    whole = json.loads((tmp_path / FILE).read_text())
    others = {"b": ["of this", "../b.html"], "c": ["of this"], "d": [1, "a.html"], "e": "x", "f": []}
    (tmp_path / FILE).write_text(json.dumps(whole | {"pages": whole["pages"] | others}))
    assert set(read_manifest(tmp_path).pages) == {"a"}
    (tmp_path / FILE).write_text(json.dumps({"made_of": "", "files": {}}))
    assert read_manifest(tmp_path).pages == {}


def test_a_folder_with_other_things_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty and holds no baked site"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("name", ["../out.html", "/etc/out", "a/../../b", "C:x", "a\\b", FILE])
def test_a_list_that_names_a_file_outside_of_its_folder_is_refused(tmp_path, name):
    (tmp_path / FILE).write_text(json.dumps({"made_of": "", "files": {name: "0"}}))
    with pytest.raises(UsageError, match="no list of a baked site"):
        read_manifest(tmp_path)


def test_nothing_changes_where_a_file_cannot_be_written(tmp_path):
    write(tmp_path, {"a.html": b"a"})
    (tmp_path / "b").write_text("a file where a folder should be")
    with pytest.raises(UsageError):
        write(tmp_path, {"a.html": b"new", "b/c.html": b"c"})
    assert (tmp_path / "a.html").read_bytes() == b"a"
    assert list_changed(tmp_path, read_manifest(tmp_path).files) == []
