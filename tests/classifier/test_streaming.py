"""A large table in parts: the same bytes whoever makes them and however often it stops."""

import errno
import fcntl
import os
import pickle
import signal
import threading
import time
from pathlib import Path

import pandas as pd
import psutil
import pytest

from stance import files
from stance.classifier import clusters
from stance.classifier.streaming import MANIFEST, Plan, score_parts
from stance.classifier.tallies import Found, Tally
from stance.commands import main
from stance.dossier.loading import MODELS
from stance.errors import DataError, Problem, UsageError

SLUG = "japan-russia"
ROWS = 30


@pytest.fixture(scope="module")
def table(dossier, tmp_path_factory) -> Path:
    """Texts of the dossier in mixed order, some without side or text, with a column of another type."""
    rows = dossier.statements[["text", "side"]].sample(720, random_state=0).reset_index(drop=True)
    rows.loc[[3, 700], "text"], rows.loc[[5, 6], "side"] = "", "nowhere"
    path = tmp_path_factory.mktemp("table") / "t.parquet"
    rows.assign(number=range(len(rows))).to_parquet(path, row_group_size=170)
    return path


def run(table: Path, dossier, out: Path, **options):
    return score_parts(table, dossier, MODELS, out, Plan(**{"workers": 1, "rows": ROWS} | options))


def read_bytes(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def scored(table, dossier, tmp_path_factory) -> Path:
    """The parts of the table as one process makes them."""
    out = tmp_path_factory.mktemp("scored") / "parts"
    run(table, dossier, out)
    return out


@pytest.fixture
def begun(scored, tmp_path) -> Path:
    """A copy of the parts."""
    out = tmp_path / "begun"
    out.mkdir()
    for name, content in read_bytes(scored).items():
        (out / name).write_bytes(content)
    return out


def test_the_parts_together_are_the_table_that_is_scored_whole(table, scored, tmp_path, capsys, dossier):
    assert main(["score", str(table), "--dossier", SLUG, "--out", str(tmp_path / "whole.parquet")]) == 0
    warnings = capsys.readouterr().err.splitlines()
    whole = pd.read_parquet(tmp_path / "whole.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(scored).reset_index(drop=True), whole.reset_index(drop=True))
    again = run(table, dossier, scored)
    assert (again.made, again.parts) == (0, len(read_bytes(scored)) - 1)
    assert [f"Warning: {one}" for one in again.warnings] == warnings
    assert len(warnings) == 4


def list_workers() -> list[psutil.Process]:
    children = psutil.Process().children()
    return [one for one in children if any("spawn_main" in word for word in one.cmdline())]


def kill_at_work(out: Path, seen: list[int]) -> None:
    """Kills a worker once the first part is there, and notes how many there were."""
    until = time.monotonic() + 300
    while not (found := list(out.glob("part-*"))) and time.monotonic() < until:
        time.sleep(0.002)
    seen.append(len(found))
    if found:
        os.kill(list_workers()[-1].pid, signal.SIGKILL)


def test_a_worker_that_is_killed_at_work_loses_nothing(table, scored, dossier, tmp_path):
    seen: list[int] = []
    killer = threading.Thread(target=kill_at_work, args=(tmp_path / "out", seen))
    killer.start()
    done = run(table, dossier, tmp_path / "out", workers=2)
    killer.join()
    assert 0 < seen[0] < done.parts == done.made
    assert read_bytes(tmp_path / "out") == read_bytes(scored)


def test_an_error_of_a_row_comes_whole_from_a_worker():
    sent = DataError([Problem("t.csv", 3, "text", "", "is odd", "Mend it")])
    assert str(pickle.loads(pickle.dumps(sent))) == str(sent)


def test_half_a_part_a_changed_byte_and_a_missing_part_are_made_again(table, scored, begun, dossier):
    half, changed, missing = sorted(begun.glob("part-*"))[:3]
    half.write_bytes(half.read_bytes()[:5000])
    content = bytearray(changed.read_bytes())
    content[600] ^= 1
    changed.write_bytes(bytes(content))
    missing.unlink()
    (begun / ".part-0123456789abcdef").write_bytes(b"left behind")
    assert run(table, dossier, begun).made == 3
    assert read_bytes(begun) == read_bytes(scored)


def test_a_full_disk_ends_in_a_sentence_and_what_is_there_is_gone_on_with(
    table, scored, dossier, tmp_path, monkeypatch
):
    write = files._write_through

    def fill(path: Path, content: bytes) -> None:
        if len(list(path.parent.glob("part-*"))) == 2:
            path.write_bytes(content[:100])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(path, content)

    with (
        monkeypatch.context() as patch,
        pytest.raises(UsageError, match=r"cannot be written \(No space left on device\)"),
    ):
        patch.setattr(files, "_write_through", fill)
        run(table, dossier, tmp_path / "out")
    kept = read_bytes(tmp_path / "out")
    assert list(kept) == [MANIFEST, "part-00000.parquet", "part-00001.parquet"]
    done = run(table, dossier, tmp_path / "out")
    assert done.made == done.parts - 2
    assert read_bytes(tmp_path / "out") == read_bytes(scored)


def test_another_table_and_another_size_of_parts_are_refused_and_nothing_is_changed(table, begun, dossier, tmp_path):
    other = tmp_path / "t.parquet"
    pd.read_parquet(table).assign(number=0).to_parquet(other)
    before = read_bytes(begun)
    with pytest.raises(UsageError, match="was begun with another table. Name another folder, or delete it"):
        run(other, dossier, begun)
    with pytest.raises(UsageError, match="was begun with another size of parts"):
        run(table, dossier, begun, rows=ROWS + 1)
    manifest = (begun / MANIFEST).read_text()
    (begun / MANIFEST).write_text(manifest.replace('"classifier": "', '"classifier": "x'))
    with pytest.raises(UsageError, match="was begun with another classifier"):
        run(table, dossier, begun)
    (begun / MANIFEST).write_text(manifest)
    assert read_bytes(begun) == before


@pytest.mark.parametrize("content", ["[]", "{", "null"])
def test_a_manifest_that_is_none_is_refused(table, begun, dossier, content):
    (begun / MANIFEST).write_text(content)
    with pytest.raises(UsageError, match=r"was begun with another table|cannot be gone on with"):
        run(table, dossier, begun)


def test_a_folder_with_other_files_or_in_use_is_refused(table, begun, dossier, tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds other files"):
        run(table, dossier, tmp_path / "own")
    folder = os.open(begun, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    with pytest.raises(UsageError, match="is being written by another run"):
        run(table, dossier, begun)
    os.close(folder)


def test_a_text_over_the_limit_is_named_by_its_row_and_the_parts_before_it_stay(dossier, tmp_path):
    texts = ["Treaty first"] * 80 + ["x" * 20_001]
    pd.DataFrame({"text": texts}).to_parquet(tmp_path / "t.parquet")
    with pytest.raises(DataError, match="t.parquet, row 82, text: has 20,001 characters"):
        run(tmp_path / "t.parquet", dossier, tmp_path / "out")
    assert len(read_bytes(tmp_path / "out")) == 3


def test_the_command_says_what_is_kept_and_what_goes_with_a_folder(table, tmp_path, capsys):
    words = ["score", str(table), "--dossier", SLUG, "--out"]
    assert main([*words, str(tmp_path / "o.csv"), "--workers", "2"]) == 2
    assert "--workers and --scheduler go with an --out that is a folder" in capsys.readouterr().err
    (tmp_path / "t.csv").write_text("text\na\n")
    assert main(["score", str(tmp_path / "t.csv"), "--dossier", SLUG, "--out", str(tmp_path / "out")]) == 2
    assert "is not Parquet, and no other table is scored in parts" in capsys.readouterr().err
    assert main([*words, str(tmp_path / "out"), "--workers", "1"]) == 0
    assert "0 parts of 1 were there, 1 are new: 720 rows in" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*words, str(tmp_path / "out"), "--workers", "257"])
    assert "must be 1 to 256" in capsys.readouterr().err


def test_no_scheduler_at_the_address_ends_in_a_sentence(table, dossier, tmp_path, monkeypatch):
    monkeypatch.setattr(clusters, "ANSWERS_WITHIN", 0.3)
    with pytest.raises(UsageError, match=r"No Dask scheduler answers at 127.0.0.1:9499"):
        run(table, dossier, tmp_path / "out", scheduler="127.0.0.1:9499")


def test_tallies_add_up_in_any_order():
    one, two = Tally(Found(2, 9), ("'b'", "'c'"), empty=Found(1, 4)), Tally(Found(1, 3), ("'a'",), strange=Found(1, 7))
    assert one + two == two + one == Tally(Found(3, 3), ("'a'", "'b'", "'c'"), Found(), Found(1, 7), Found(1, 4))
    assert one + Tally() == one == Tally.from_dict(one.to_dict())
