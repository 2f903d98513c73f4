"""Exports: the rows of a view, an archive of it, and the same numbers made from the archive alone."""

import io
import json
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from stance.coding.store import FILE
from stance.coding.validating import put_checks
from stance.commands import main
from stance.dossier import unpacking
from stance.dossier.loading import load_dossier
from stance.dossier.scores import read_scores
from stance.errors import DataError, StanceError
from stance.estimates.catalogue import list_statements
from stance.estimates.periods import outer_periods
from stance.estimates.scored import SCORE_SOURCES, score_statements
from stance.estimates.selected import estimate_positions
from stance.estimates.selection import Selection, default_selection
from stance.estimates.view import View
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.lines import make_lines
from stance.exhibits.statements import make_statements
from stance.exhibits.topic_boxes import make_topic_boxes
from stance.export import archive, build_archive, build_tables, from_json, rebuild, to_json
from stance.export.findings import write_plainly
from stance.limits import ARCHIVE_BYTES, DOSSIER_ROWS

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 3, 5)
WORDS = ("", "", "1956", "treaty", "no such words at all")


def draw_view(dossier, seed: int) -> View:
    """A view with random filters."""
    chance, book = random.Random(seed), dossier.codebook
    first, last = book.period
    days = sorted(chance.sample(range((last - first).days), 2))
    topics = chance.sample(book.topic_ids, chance.randint(1, len(book.topic_ids)))
    sides = chance.sample(book.side_ids, chance.randint(1, len(book.side_ids)))
    own = dossier.actors[dossier.actors["side"].isin(sides)]
    chosen = Selection(
        topics=tuple(topics),
        sides=tuple(sides),
        first=first + timedelta(days[0]),
        last=first + timedelta(days[1]),
        actors=tuple(chance.sample(sorted(own["actor"]), 2)) if seed % 3 == 0 else (),
        kinds=tuple(chance.sample(sorted(set(own["kind"])), 1)) if seed % 4 == 1 else (),
        score_source=chance.choice(list(SCORE_SOURCES)),
        by=chance.choice(["side", "actor"]),
        window_days=chance.choice([0, 90, 400]),
    )
    before, after = outer_periods(chosen)
    return View(chosen, "statements", before if seed % 2 else None, after if seed % 5 else None, chance.choice(WORDS))


@pytest.fixture(scope="session")
def exhibits(dossier, scores) -> list[Exhibit]:
    """What the overview shows of the shipped dossier."""
    scored, selection = score_statements(dossier, scores), default_selection(dossier.codebook)
    return [make(dossier, scored, selection) for make in (make_lines, make_topic_boxes)]


@pytest.fixture(scope="session")
def shipped(tmp_path_factory, dossier, scores, exhibits) -> Path:
    """The archive of the default view of the shipped dossier."""
    path = tmp_path_factory.mktemp("archive") / "view.zip"
    view = View(default_selection(dossier.codebook), "overview")
    path.write_bytes(build_archive(dossier, scores, view, exhibits=exhibits, url="https://x.org/?a", day=DAY))
    return path


def change(path: Path, target: Path, edit: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of an archive with other members."""
    with zipfile.ZipFile(path) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    edit(members)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in members.items():
            copy.writestr(name, content)
    return target


def replace_in(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def edit(members: dict[str, bytes]) -> None:
        assert old in members[name]
        members[name] = members[name].replace(old, new, 1)

    return edit


def edit_view(**changes: object) -> Callable[[dict[str, bytes]], None]:
    def edit(members: dict[str, bytes]) -> None:
        about = json.loads(members["view.json"])
        about["view"]["selection"] |= changes
        members["view.json"] = json.dumps(about).encode()

    return edit


@pytest.mark.parametrize("seed", range(3))
def test_a_view_survives_json(dossier, seed):
    view = draw_view(dossier, seed)
    assert from_json(json.loads(json.dumps(to_json(view)))) == view


def test_every_filter_stands_in_the_json_so_that_a_new_one_cannot_be_lost(dossier):
    plain = to_json(View(default_selection(dossier.codebook)))
    assert list(plain["selection"]) == [field.name for field in fields(Selection)]


def test_missing_fields_have_their_default(dossier):
    view = View(default_selection(dossier.codebook))
    plain = to_json(view)
    for name in ("page", "before", "search"):
        del plain[name]
    del plain["selection"]["by"]
    assert from_json(plain) == view


@pytest.mark.parametrize(
    ("field", "value"),
    [("topics", "fund"), ("topics", [3]), ("first", "soon"), ("first", 5), ("by", None), ("window_days", True), ("window_days", "90")],
)  # fmt: skip
def test_a_value_of_another_type_is_named_with_its_field(dossier, field, value):
    plain = to_json(View(default_selection(dossier.codebook)))
    plain["selection"][field] = value
    with pytest.raises(DataError, match=rf"view\.json, selection\.{field}: .*Export the view again"):
        from_json(plain)


@pytest.mark.parametrize("plain", [None, [], "x", {}, {"selection": []}, {"selection": {}}])
def test_json_without_a_selection_is_refused(plain):
    with pytest.raises(DataError, match="selection|table of fields"):
        from_json(plain)


@pytest.mark.parametrize("seed", range(3))
def test_the_rows_are_those_that_the_pages_show(dossier, scores, seed):
    view = draw_view(dossier, seed)
    tables = build_tables(dossier, scores, view)
    catalogue = list_statements(dossier, dossier.statements.iloc[::-1], scores)
    shown = make_statements(dossier, catalogue, view.selection, words=view.search)
    kept = shown.table.shown if shown.table else catalogue.iloc[:0]
    pd.testing.assert_frame_equal(tables["statements-shown"], kept, check_dtype=bool(shown.table))
    pd.testing.assert_frame_equal(tables["statements-all"], shown.extra["all"].shown.reset_index(drop=True))
    scored = score_statements(dossier, scores, view.selection.score_source)
    lines = estimate_positions(dossier, scored, view.selection)
    assert tables["positions"]["position"].equals(lines["position"])
    assert tables["positions"]["date"].tolist() == lines["date"].dt.strftime("%Y-%m-%d").tolist()


@pytest.mark.parametrize("by", ["side", "actor"])
def test_the_positions_shown_are_those_of_the_lines_of_the_view(dossier, scores, by):
    whole = View(replace(default_selection(dossier.codebook), by=by))
    every = build_tables(dossier, scores, whole)["positions"]
    lines = tuple(every["group"].unique()[-2:][::-1]) if by == "actor" else ("japan",)
    tables = build_tables(dossier, scores, replace(whole, lines=lines))
    pd.testing.assert_frame_equal(tables["positions"], every)
    kept = every[[group in lines for group in every["group"]]].reset_index(drop=True)
    pd.testing.assert_frame_equal(tables["positions-shown"], kept)
    assert set(kept["group"]) == set(lines) and 0 < len(kept) < len(every)


def test_where_a_view_names_no_line_all_positions_are_shown(dossier, scores):
    tables = build_tables(dossier, scores, View(default_selection(dossier.codebook)))
    pd.testing.assert_frame_equal(tables["positions-shown"], tables["positions"])
    assert tables["positions"]["group"].nunique() == 2


def test_the_lines_of_a_view_survive_json_and_an_archive(dossier, scores, tmp_path):
    view = View(default_selection(dossier.codebook), lines=("japan",))
    assert from_json(json.loads(json.dumps(to_json(view)))) == view
    path = tmp_path / "view.zip"
    path.write_bytes(build_archive(dossier, scores, view, exhibits=(), url="", day=DAY))
    made = rebuild(path)
    assert made.comparison["different"].sum() == 0
    assert set(made.tables["positions-shown"]["group"]) == {"japan"} < set(made.tables["positions"]["group"])


@pytest.mark.parametrize("line", ["filter", "smoother"])
def test_a_view_with_a_fitted_line_is_rebuilt_with_the_same_numbers(talks, tmp_path, line):
    view = View(replace(default_selection(talks.codebook), line=line, window_days=400), "positions")
    path = tmp_path / "view.zip"
    path.write_bytes(build_archive(talks, read_scores(tmp_path), view, exhibits=(), url="", day=DAY))
    made = rebuild(path)
    assert made.comparison["different"].sum() == 0
    mean = build_tables(talks, read_scores(tmp_path), replace(view, selection=replace(view.selection, line="mean")))
    assert made.tables["positions"]["position"].notna().any()
    assert not made.tables["positions"]["position"].equals(mean["positions"]["position"])
    pd.testing.assert_frame_equal(made.tables["gap"], mean["gap"])
    with pytest.raises(DataError, match=r"selection\.line.*“?spline"):
        rebuild(change(path, tmp_path / "other.zip", edit_view(line="spline")))


def test_the_random_views_show_something_and_not_everything(dossier, scores):
    catalogue = list_statements(dossier, dossier.statements, scores)
    views = [draw_view(dossier, seed) for seed in range(12)]
    shown = [make_statements(dossier, catalogue, view.selection, words=view.search).table for view in views]
    assert sum(table is not None and 0 < len(table.shown) < len(dossier.statements) for table in shown) >= 6


@pytest.mark.parametrize("seed", range(3))
def test_every_random_view_is_rebuilt_with_the_same_numbers(dossier, scores, tmp_path, seed):
    path = tmp_path / "view.zip"
    path.write_bytes(build_archive(dossier, scores, draw_view(dossier, seed), exhibits=(), url="", day=DAY))
    assert rebuild(path).comparison["different"].sum() == 0


def test_the_same_view_gives_the_same_bytes(dossier, scores, exhibits, shipped):
    view = View(default_selection(dossier.codebook), "overview")
    again = build_archive(dossier, scores, view, exhibits=exhibits, url="https://x.org/?a", day=DAY)
    assert again == shipped.read_bytes()


def test_the_archive_holds_the_dossier_byte_for_byte_and_how_to_go_on(dossier, shipped, exhibits):
    with zipfile.ZipFile(shipped) as whole:
        assert whole.namelist() == sorted(whole.namelist())
        there = {name.removeprefix("dossier/") for name in whole.namelist() if name.startswith("dossier/")}
        assert {
            path.name for path in dossier.folder.iterdir() if path.is_file() and not path.name.startswith(FILE)
        } == there
        assert all(whole.read(f"dossier/{name}") == (dossier.folder / name).read_bytes() for name in there)
        text = whole.read("README.txt").decode()
    for part in (
        f"{exhibits[0].title}.",
        "python -m stance rebuild ARCHIVE",
        dossier.data_hash,
        "CC-BY-4.0",
        "https://x.org/?a",
    ):
        assert part in text
    assert "{" not in text


def test_the_archive_holds_the_words_and_the_tables_of_the_page(exhibits, shipped, tmp_path):
    with zipfile.ZipFile(shipped) as whole:
        said = whole.read("findings.md").decode()
        held = {name for name in whole.namelist() if name.startswith("exhibits/")}
        changes = pd.read_csv(io.BytesIO(whole.read("exhibits/topic_boxes.csv")))
    assert held == {f"exhibits/{name}.csv" for name in ("lines", "lines-sources", "topic_boxes")}
    for part in (one for exhibit in exhibits for one in (exhibit, *exhibit.panels)):
        assert f"# {write_plainly(part.title)}\n" in said
        assert all(f"\n- {write_plainly(sentence)}\n" in said for sentence in part.sentences)
        assert part.picture is None or f"\nThe picture in words: {write_plainly(part.alternative)}\n" in said
    shown = exhibits[1].table.rows
    assert changes["change"].tolist() == pytest.approx(shown["change"].tolist(), rel=1e-12)
    assert changes["verdict"].tolist() == list(map(str, shown["verdict"]))


def test_a_rebuild_in_a_clean_process_finds_all_numbers_the_same_and_writes_them(shipped, tmp_path):
    command = [sys.executable, "-m", "stance", "rebuild", str(shipped), "--out", str(tmp_path / "rows")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^positions: \d+ rows, [\d,]+ cells, all the same$", done.stdout, re.MULTILINE)
    with zipfile.ZipFile(shipped) as whole:
        for name in archive.NAMES:
            assert (tmp_path / f"rows/{name}.csv").read_bytes() == whole.read(f"rows/{name}.csv")


def test_one_changed_number_is_found_in_every_table(shipped, tmp_path, capsys):
    def edit(members: dict[str, bytes]) -> None:
        for table in archive.NAMES[1:]:
            lines = members[f"rows/{table}.csv"].decode().split("\r\n")
            at = next(n for n, line in enumerate(lines) if n and re.search(r"\d\.\d{3}", line))
            lines[at] = re.sub(r"(\d\.\d\d)(\d)", lambda m: m[1] + str((int(m[2]) + 1) % 10), lines[at], count=1)
            members[f"rows/{table}.csv"] = "\r\n".join(lines).encode()

    code = main(["rebuild", str(change(shipped, tmp_path / "changed.zip", edit))])
    out, err = capsys.readouterr()
    assert code == 11
    for table in archive.NAMES[1:]:
        assert re.search(rf"^{table}: .* 1 different$", out, re.MULTILINE)
        assert f"rows/{table}.csv" in err
    assert re.search(rf"^{archive.NAMES[0]}: .* all the same$", out, re.MULTILINE)
    assert err.count("differs in 1 of") == len(archive.NAMES) - 1


def test_a_changed_statement_or_a_cut_table_is_found(shipped, tmp_path):
    later = replace_in("dossier/statements.csv", b"jr-0001,2015-01-20", b"jr-0001,2015-01-21")
    changed = rebuild(change(shipped, tmp_path / "a.zip", later)).comparison.set_index("table")["different"]
    assert (changed["data hash"], changed["statements-all"]) == (1, 1)

    def cut(members: dict[str, bytes]) -> None:
        members["rows/gap.csv"] = b"\r\n".join(members["rows/gap.csv"].split(b"\r\n")[:-3])

    fewer = rebuild(change(shipped, tmp_path / "b.zip", cut)).comparison.set_index("table")
    assert fewer["different"]["gap"] == 2 * 7
    assert fewer["different"].sum() == 2 * 7


def test_a_changed_score_is_found_wherever_it_counts(shipped, tmp_path, scores):
    def edit(members: dict[str, bytes]) -> None:
        other = scores.assign(score=scores["score"] * 0.9)
        members["models/scores.csv"] = other.to_csv(index=False).encode()

    changed = rebuild(change(shipped, tmp_path / "a.zip", edit)).comparison.set_index("table")["different"]
    assert (changed.drop("data hash") > 0).all()
    assert changed["data hash"] == 0


def test_an_archive_of_another_version_is_said_to_be_one(shipped, tmp_path, capsys):
    def edit(members: dict[str, bytes]) -> None:
        replace_in("view.json", b'"program": "', b'"program": "0.')(members)
        replace_in("rows/gap.csv", b"\r\n", b",extra\r\n")(members)
        members["rows/gap.csv"] = re.sub(rb"(?<!extra)\r\n", b",1\r\n", members["rows/gap.csv"])

    assert main(["rebuild", str(change(shipped, tmp_path / "old.zip", edit))]) == 11
    assert "The archive is of program version 0." in capsys.readouterr().err


def test_texts_that_look_like_formulas_are_guarded_in_the_rows_and_still_the_same(other_dossier, tmp_path):
    path = other_dossier / "statements.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Квоту на воду надо", "=1+1 Квоту", 1), encoding="utf-8")
    talks = load_dossier(other_dossier)
    view = View(replace(default_selection(talks.codebook), window_days=400))
    whole = build_archive(talks, read_scores(tmp_path), view, exhibits=(), url="", day=DAY)
    (tmp_path / "view.zip").write_bytes(whole)
    with zipfile.ZipFile(io.BytesIO(whole)) as members:
        assert "'=1+1 Квоту" in members.read("rows/statements-all.csv").decode()
        assert members.read("dossier/statements.csv") == path.read_bytes()
    comparison = rebuild(tmp_path / "view.zip").comparison
    assert comparison["different"].sum() == 0
    assert (comparison["rows"] > 0).all()


def test_a_dossier_with_a_codebook_and_statements_alone_goes_the_whole_way(minimal_dossier, tmp_path, capsys):
    assert main(["export", str(minimal_dossier), "--out", str(tmp_path / "v.zip"), "--models", str(tmp_path)]) == 0
    assert main(["rebuild", str(tmp_path / "v.zip")]) == 0
    with zipfile.ZipFile(tmp_path / "v.zip") as whole:
        assert whole.read("findings.md").decode().count("\n# ") == 1
        assert "exhibits/lines.csv" in whole.namelist()
    assert "statements-all: 44 rows" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--by", "actor", "--window", "200", "--scores", "codes"]])
def test_the_command_exports_the_view_it_was_asked_for(other_dossier, tmp_path, words):
    asked = ["export", str(other_dossier), "--models", str(tmp_path), "--out", str(tmp_path / "v.zip")]
    assert main([*asked, *words]) == 0
    with zipfile.ZipFile(tmp_path / "v.zip") as whole:
        chosen = json.loads(whole.read("view.json"))["view"]["selection"]
    assert {"by": chosen["by"], "window": str(chosen["window_days"]), "scores": chosen["score_source"]} == (
        {"by": "side", "window": "0", "scores": "best"}
        | {name.removeprefix("--"): value for name, value in zip(words[::2], words[1::2], strict=True)}
    )
    assert rebuild(tmp_path / "v.zip").comparison["different"].sum() == 0


def drop(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda members: members.pop(name) and None


def put(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda members: members.update({name: content})


HOSTILE = {
    "no view": (drop("view.json"), r"view\.json: is missing from the archive"),
    "no rows": (drop("rows/gap.csv"), r"rows/gap\.csv: is missing"),
    "no statements": (drop("dossier/statements.csv"), r"dossier/statements\.csv: is missing"),
    "view not json": (put("view.json", b"{"), r"view\.json: is not JSON"),
    "view too deep": (put("view.json", b"[" * 100_000), r"view\.json: is not JSON"),
    "view a list": (put("view.json", b"[]"), r"view\.json: is not a table of fields"),
    "view not utf-8": (put("view.json", b"\xff\xfe\x00"), r"view\.json: is not UTF-8"),
    "topic unknown": (edit_view(topics=["weather"]), r"selection\.topics: 'weather' is not known here"),
    "no topic": (edit_view(topics=[]), r"selection\.topics: is empty"),
    "side unknown": (edit_view(sides=["mars"]), r"selection\.sides: 'mars' is not known"),
    "by unknown": (edit_view(by="mood"), r"selection\.by: 'mood' is not known"),
    "source unknown": (edit_view(score_source="luck"), r"selection\.score_source: 'luck'"),
    "window too long": (edit_view(window_days=10**9), r"selection\.window_days: '1000000000' is out of range"),
    "dates upside down": (edit_view(first="2019-12-31", last="2015-01-01"), r"selection\.first: .* is no span of days"),
    "dates far away": (edit_view(last="9999-12-31"), r"in the years 1700 to 2200"),
    "codebook broken": (put("dossier/codebook.toml", b"= ="), r"codebook\.toml: is not TOML"),
    "statements broken": (put("dossier/statements.csv", b"a,b\n1,2\n"), r"statements\.csv"),
    "scores without columns": (put("models/scores.csv", b"a\n1\n"), r"models/scores\.csv, row 1, statement: is missing"),
    "scores not utf-8": (put("models/scores.csv", b"\xff\xff,\n"), r"models/scores\.csv: is not UTF-8"),
    "scores empty": (put("models/scores.csv", b""), r"models/scores\.csv: is empty"),
    "scores of words": (replace_in("models/scores.csv", b"\r\njr-", b"\r\nx,x,x,x,x,x,x,x,x,x,x,x\r\njr-"), r"other things than numbers"),
    "rows ragged": (put("rows/gap.csv", b"a,b\n1\n"), r"gap\.csv"),
    "rows empty": (put("rows/gap.csv", b""), r"gap\.csv"),
    "rows not utf-8": (put("rows/gap.csv", b"a\n\xff\n"), r"gap\.csv: is not UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_archive_is_refused_with_a_sentence(shipped, tmp_path, name):
    edit, sentence = HOSTILE[name]
    with pytest.raises(StanceError, match=sentence) as refused:
        rebuild(change(shipped, tmp_path / "hostile.zip", edit))
    assert str(refused.value).endswith(".")


def test_a_file_that_is_no_zip_or_cut_short_is_refused(shipped, tmp_path):
    whole = shipped.read_bytes()
    damaged = whole[:5000] + bytes(200) + whole[5200:]
    for number, content in enumerate([b"", b"PK", b"hello", whole[:-30], whole[: len(whole) // 2], damaged]):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(content)
        with pytest.raises(DataError, match=r"\d\.zip: is not a zip that can be read"):
            rebuild(path)


def test_a_bomb_and_too_many_files_are_refused_before_they_are_read(shipped, tmp_path, monkeypatch):
    many = change(shipped, tmp_path / "many.zip", lambda m: m.update({f"x{n}": b"" for n in range(1000)}))
    with pytest.raises(DataError, match="holds 10.. files; the limit is 1000 files"):
        rebuild(many)
    monkeypatch.setattr(unpacking, "ARCHIVE_BYTES", replace(ARCHIVE_BYTES, most=1_000_000))
    with pytest.raises(DataError, match="is larger than 1,000,000 bytes once unpacked"):
        rebuild(shipped)


def test_names_that_lead_elsewhere_are_never_written(shipped, tmp_path):
    names = ["../../escaped.txt", "/escaped.txt", "dossier/../../escaped.txt", "dossier/other.py", "C:\\escaped.txt"]
    path = change(shipped, tmp_path / "er.zip", lambda m: m.update(dict.fromkeys(names, b"x")))
    files = rebuild(path).files.set_index("file")
    assert all("does not belong in an archive" in files["trouble"][name] for name in names)
    assert [one.name for one in tmp_path.iterdir()] == ["er.zip"]
    assert not (tmp_path.parent / "escaped.txt").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["export", "japan-russia", "--out", "view.csv"], "view.csv does not end in .zip."),
        (["export", "nowhere", "--out", "view.zip"], "There is no dossier 'nowhere'."),
        (["rebuild", "nowhere.zip"], "There is no file 'nowhere.zip'."),
    ],
)
def test_a_wrong_command_ends_with_2_and_a_sentence(words, sentence, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    assert capsys.readouterr().err.startswith(sentence)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_refused(shipped, tmp_path, capsys):
    (tmp_path / "rows").write_text("mine")
    assert main(["rebuild", str(shipped), "--out", str(tmp_path / "rows")]) == 2
    assert "is a file. Name a folder." in capsys.readouterr().err
    assert (tmp_path / "rows").read_text() == "mine"


def test_a_dossier_of_parquet_goes_the_whole_way_and_one_that_is_too_large_does_not(
    other_dossier, tmp_path, capsys, monkeypatch
):
    table = pd.read_csv(other_dossier / "statements.csv", dtype=str, keep_default_na=False)
    table.to_parquet(other_dossier / "statements.parquet")
    (other_dossier / "statements.csv").unlink()
    words = ["export", str(other_dossier), "--out", str(tmp_path / "v.zip"), "--models", str(tmp_path)]
    assert main(words) == 0
    assert main(["rebuild", str(tmp_path / "v.zip")]) == 0
    monkeypatch.setattr("stance.dossier.outputs.DOSSIER_ROWS", replace(DOSSIER_ROWS, most=10))
    report = ["report", *words[1:3], str(tmp_path / "r.html"), *words[4:]]
    for command in (words, report, ["bake", *words[1:3], str(tmp_path / "site"), *words[4:]]):
        assert main(command) == 2
        assert "is too large for" in capsys.readouterr().err


def test_an_archive_carries_the_check_of_the_record_by_people_and_is_rebuilt(other_dossier, tmp_path, capsys):
    river = load_dossier(other_dossier)
    coded = river.statements[river.statements["coded"]].head(6)[["statement", *river.codebook.topic_ids]]
    draw = {"draw_seed": 1, "draw_size": 6, "draw_data": river.record_hash, "draw_codebook": river.codebook.version}
    put_checks(river, coded.assign(coder="ann", **draw))
    checked, path = load_dossier(other_dossier), tmp_path / "view.zip"
    view, scores = View(default_selection(checked.codebook), "overview"), read_scores(tmp_path)
    path.write_bytes(build_archive(checked, scores, view, exhibits=(), url="", day=DAY))
    with zipfile.ZipFile(path) as whole:
        assert "dossier/validation.csv" in whole.namelist()
        assert "Validated on 6 statements by 1 person" in whole.read("README.txt").decode()
    assert main(["rebuild", str(path)]) == 0, capsys.readouterr()
