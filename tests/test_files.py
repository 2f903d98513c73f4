"""A file is written whole or not at all, and what is read without surprise is small, plain and UTF-8."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from stance.errors import DataError, UsageError
from stance.files import read_json, read_text, write_together, write_whole
from stance.limits import NOTES_BYTES

SLOW = """
import sys, time
from pathlib import Path
import stance.files as files
def wait(number):
    print("ready", flush=True)
    time.sleep(60)
files.os.fsync = wait
from stance.terminal import heed_signals, run_safely
heed_signals()
sys.exit(run_safely(lambda: files.write_whole(Path(sys.argv[1]), b"new" * 1000)))
"""


def test_a_file_is_replaced_whole_and_a_link_is_not_written_through(tmp_path):
    (tmp_path / "old.csv").write_bytes(b"old")
    (tmp_path / "link.csv").symlink_to("old.csv")
    write_whole(tmp_path / "link.csv", b"new")
    assert (tmp_path / "old.csv").read_bytes() == b"old"
    assert (tmp_path / "link.csv").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.csv", "old.csv"]


def test_a_folder_that_is_not_there_is_made(tmp_path):
    write_whole(tmp_path / "a" / "b.csv", b"x")
    assert (tmp_path / "a" / "b.csv").read_bytes() == b"x"


def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_bytes(b"old")

    def fail(number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UsageError, match=r"a\.csv cannot be written \(No space left on device\)"):
        write_whole(tmp_path / "a.csv", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"old"


def test_of_files_that_belong_together_none_is_written_where_one_cannot_be(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"old")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="cannot be written"):
        write_together({tmp_path / "a.csv": b"new", tmp_path / "file" / "b.csv": b"new"})
    assert (tmp_path / "a.csv").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "file"]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_process_that_is_ended_while_it_writes_leaves_what_was_there_and_no_half_file(tmp_path, sign):
    out = tmp_path / "a.csv"
    out.write_bytes(b"old")
    root = Path(__file__).resolve().parents[1]
    child = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(out)], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout.readline() == b"ready\n"
    child.send_signal(sign)
    child.wait(timeout=20)
    assert child.returncode == 130
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert out.read_bytes() == b"old"
    child.communicate()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("é".encode("cp1252"), "is not UTF-8"),
        (b"x" * 11, "is larger than 10 bytes"),
    ],
)
def test_a_text_in_another_encoding_or_too_large_is_one_sentence(tmp_path, content, words):
    (tmp_path / "README.md").write_bytes(content)
    with pytest.raises(DataError, match=f"README.md: {words}"):
        read_text(tmp_path / "README.md", replace(NOTES_BYTES, most=10))


@pytest.mark.parametrize("content", ["[" * 100_000, "1" * 5_000, "{", "", '{"a": \u00a0}'])
def test_what_is_no_json_or_too_deep_or_too_long_a_number_is_one_sentence(tmp_path, content):
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.json: is not JSON \("):
        read_json(tmp_path / "a.json")
    (tmp_path / "a.json").write_text('{"a": [1, "é"]}', encoding="utf-8")
    assert read_json(tmp_path / "a.json") == {"a": [1, "é"]}
