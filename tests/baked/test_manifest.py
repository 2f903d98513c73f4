"""The list of a site: only what differs is written, what is gone is taken away, and nothing outside is touched."""

import json

import pytest

from stance.baked.manifest import FILE, is_whole, read_manifest, write_site
from stance.errors import UsageError


def test_only_changed_files_are_written_and_those_that_are_gone_are_taken_away(tmp_path):
    out = tmp_path / "site"
    write_site(out, {"a.html": b"a", "b/c.html": b"c", "d.html": b"d"}, "first")
    (out / "mine.txt").write_text("the reader's own")
    stamp = (out / "a.html").stat().st_mtime_ns
    done = write_site(out, {"a.html": b"a", "b/c.html": b"new"}, "second")
    assert (done.written, done.kept, done.removed) == (1, 1, 1)
    assert (out / "a.html").stat().st_mtime_ns == stamp
    assert (out / "b/c.html").read_bytes() == b"new"
    assert not (out / "d.html").exists()
    assert (out / "mine.txt").exists()


def test_a_site_is_whole_only_as_it_was_written(tmp_path):
    write_site(tmp_path, {"a.html": b"a"}, "first")
    assert is_whole(tmp_path, read_manifest(tmp_path), "first")
    assert not is_whole(tmp_path, read_manifest(tmp_path), "second")
    (tmp_path / "a.html").write_bytes(b"another")
    assert not is_whole(tmp_path, read_manifest(tmp_path), "first")


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
    write_site(tmp_path, {"a.html": b"a"}, "first")
    (tmp_path / "b").write_text("a file where a folder should be")
    with pytest.raises(UsageError):
        write_site(tmp_path, {"a.html": b"new", "b/c.html": b"c"}, "second")
    assert (tmp_path / "a.html").read_bytes() == b"a"
    assert is_whole(tmp_path, read_manifest(tmp_path), "first")
