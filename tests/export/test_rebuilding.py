"""Rebuilding: every file of an archive is looked at, and what is not compared is said to be not compared."""

import csv
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stance import __version__
from stance.commands import main
from stance.dossier.loading import Dossier, hash_files, list_files, load_dossier
from stance.dossier.scores import SCORES_COLUMNS, read_scores
from stance.dossier.tables import to_csv_bytes
from stance.errors import DataError
from stance.estimates.scored import score_statements
from stance.estimates.selection import default_selection
from stance.estimates.view import View
from stance.exhibits.lines import make_lines
from stance.export import build_archive, comparing, rebuild, rebuilding, refuse_differences, write_comparison
from stance.export.rows import build_tables

Members = dict[str, bytes]
SCORES_HEADER = ",".join(SCORES_COLUMNS).encode()
PAPERS = ("CITATION.bib", "CITATION.json", "README.txt")
READ = (
    "dossier/",
    "models/",
    "rows/",
    "view.json",
)  # what is read: a change there may be refused before anything is compared


@pytest.fixture(scope="module")
def members(talks: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Members:
    """The archive of the other negotiation, as it is exported, by member."""
    scores, chosen = read_scores(tmp_path_factory.mktemp("none")), default_selection(talks.codebook)
    exhibits = [make_lines(talks, score_statements(talks, scores), chosen)]
    view = View(replace(chosen, window_days=400), "overview")
    whole = build_archive(talks, scores, view, exhibits=exhibits, url="https://x.org/?a", day=date(2026, 3, 5))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module", autouse=True)
def _made_once() -> object:
    """The same dossier is loaded once and the same tables are made once: these tests look at comparing."""
    dossiers: dict[str, Dossier] = {}
    tables: dict[object, dict] = {}
    written: dict[int, bytes] = {}

    def load(folder: Path) -> Dossier:
        key = hash_files(list_files(folder))
        dossiers[key] = dossiers[key] if key in dossiers else load_dossier(folder)
        return replace(dossiers[key], folder=folder)

    def build(dossier, scores, view) -> dict:
        key = (dossier.data_hash, scores.to_csv(), view)
        tables[key] = tables[key] if key in tables else build_tables(dossier, scores, view)
        return tables[key]

    def write(table) -> bytes:
        written[id(table)] = written.get(id(table)) or to_csv_bytes(table)
        return written[id(table)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rebuilding, "load_dossier", load)
        patch.setattr(rebuilding, "build_tables", build)
        patch.setattr(comparing, "to_csv_bytes", write)
        yield


def zip_members(path: Path, members: Members | list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> Path:
    pairs = members.items() if isinstance(members, dict) else members
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in pairs:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return path


@pytest.fixture
def run(tmp_path, members, capsys) -> Callable[..., tuple[int, str, str]]:
    """Rebuilds the archive with changed members (None drops one); exit code and both outputs."""

    def run(**changes: bytes | None) -> tuple[int, str, str]:
        changed = {name: content for name, content in (members | changes).items() if content is not None}
        code = main(["rebuild", str(zip_members(tmp_path / "view.zip", changed))])
        return code, *capsys.readouterr()

    return run


def edit_view(members: Members, **changes: object) -> dict[str, bytes]:
    about = json.loads(members["view.json"])
    about["view"] |= changes
    return {"view.json": json.dumps(about).encode()}


def test_every_file_is_named_with_how_it_was_compared(run, members):
    code, out, err = run()
    assert (code, err) == (0, "")
    said = dict(line.split(": ", 1) for line in out.splitlines())
    rows = {name for name in members if name.startswith("rows/")}
    assert set(said) == {"data hash", *(Path(name).stem for name in rows), *(set(members) - rows)}
    assert all(said[name] == "made again, byte for byte, the same" for name in PAPERS)
    kept = set(members) - rows - {*PAPERS, "SHA256SUMS"}
    assert all(said[name] == "not made again, by its checksum, the same" for name in kept)
    assert said["SHA256SUMS"] == "each line with the file that it names, the same"


def test_the_readme_says_the_same_of_each_file(run, members):
    readme = members["README.txt"].decode()
    made = readme[readme.index("compared byte by byte") : readme.index("not made again  ")]
    kept = readme[readme.index("not made again  ") : readme.index("A file that is missing")]
    for line in run()[1].splitlines():
        name = line.split(":")[0]
        short = re.sub(r"^dossier/.*", "dossier/", re.sub(r"^(exhibits|CITATION)(.).*", r"\1\2*", name))
        assert ("made again, byte" not in line or short in made) and ("by its checksum" not in line or short in kept)


@pytest.mark.parametrize("name", [*PAPERS, "findings.md", "exhibits/lines.csv"])
@pytest.mark.parametrize("change", [lambda old: old + b"\n", lambda old: old[:-1], lambda old: b"", lambda old: None])
def test_one_changed_byte_or_a_dropped_file_is_named(run, name, change, members):
    code, out, err = run(**{name: change(members[name])})
    assert code == 11
    assert re.search(rf"^{re.escape(name)}: .*(differs|is missing)", out, re.MULTILINE) and f"{name}: " in err
    assert err.count(" the same") == 0 and out.count(f"{name}: ") == 1


@pytest.mark.parametrize("change", [b"\r\n", None])
def test_a_changed_table_of_the_dossier_is_named_itself(run, members, change):
    changed = change and members["dossier/events.csv"] + change
    _, out, err = run(**{"dossier/events.csv": changed})
    assert "data hash: 1 row, 1 cell, 1 different" in out
    assert re.search(r"^dossier/events\.csv: (differs from its checksum|is missing)", err, re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("rows/evil.csv", "does not belong"),
        ("readme.txt", "does not belong in an archive (perhaps it is README.txt)"),
        ("dossier/Actors.csv", "perhaps it is dossier/actors.csv"),
        ("exhibits/more.csv", "has no checksum in SHA256SUMS"),
        ("a\x1b[31m\n.csv", r"a\x1b[31m"),
    ],
)
def test_a_file_that_does_not_belong_there_is_named(run, name, said):
    code, out, err = run(**{name: b"a,b\r\n"})
    assert code == 11
    assert said in out and said in err and "\x1b" not in out + err


def test_a_needed_file_under_another_name_is_known(run, members):
    code, _, err = run(**{"rows/gap.csv": None, "rows/Gap.csv": members["rows/gap.csv"]})
    assert code == 11
    assert "rows/gap.csv: is missing from the archive view.zip. Perhaps it is 'rows/Gap.csv'." in err


def test_a_changed_or_added_line_of_the_checksums_is_named(run, members):
    sums = members["SHA256SUMS"]
    line = next(line for line in sums.splitlines() if line.endswith(b"findings.md"))
    other = line.replace(line[:1], b"0" if line[:1] != b"0" else b"1", 1)
    assert "findings.md: differs from its checksum" in run(SHA256SUMS=sums.replace(line, other))[2]
    assert "gone.csv: is missing" in run(SHA256SUMS=sums + b"0" * 64 + b"  gone.csv\n")[2]
    assert "SHA256SUMS: differs in line" in run(SHA256SUMS=sums + b"# all is well\n")[2]
    assert "SHA256SUMS: differs in line" in run(SHA256SUMS=b"0" * 64 + b"  README.txt\n" + sums)[2]
    code, out, err = run(SHA256SUMS=None)
    assert (code, "SHA256SUMS: is missing" in err) == (11, True)
    assert "findings.md: not compared, the archive holds no checksum of it" in out


def make_earlier(members: Members) -> dict[str, bytes | None]:
    """What an archive had before it held the day of its export and checksums."""
    about = {name: value for name, value in json.loads(members["view.json"]).items() if name not in ("day", "finding")}
    return {"SHA256SUMS": None, "view.json": json.dumps(about).encode()}


def test_an_archive_of_an_earlier_version_is_rebuilt_and_what_cannot_be_compared_is_said(run, members):
    code, out, err = run(**make_earlier(members))
    assert (code, err) == (0, "")
    lines = dict(line.split(": ", 1) for line in out.splitlines())
    for name in (*PAPERS, "findings.md", "exhibits/lines.csv", "models/scores.csv", "view.json"):
        assert lines[name].startswith("not compared, the archive ") and "the same" not in lines[name]
    assert lines["dossier/statements.csv"] == "not made again, by the data hash"
    assert lines["gap"].endswith("all the same")
    assert run(**make_earlier(members), **{"rows/evil.csv": b"x"})[0] == 11


def test_the_papers_of_another_version_are_made_with_its_number(run, members):
    view = members["view.json"].replace(__version__.encode(), b"1.99.3", 1)
    changed = {name: members[name].replace(__version__.encode(), b"1.99.3") for name in PAPERS}
    code, out, err = run(**{"view.json": view}, **changed)
    assert code == 11 and all(f"{name}: made again, byte for byte, the same" in out for name in PAPERS)
    assert "1 problem to fix:\nview.json: differs from its checksum" in err
    err = run(**changed | {"view.json": view, "README.txt": changed["README.txt"] + b"!"})[2]
    assert "README.txt: differs in line" in err and "is of program version 1.99.3, this is" in err


def edit_rows(content: bytes, edit: Callable[[list[list[str]]], object]) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    edit(rows)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def put_cell(text: str) -> Callable[[list[list[str]]], None]:
    """Replaces the first cell of the number of statements."""

    def edit(rows: list[list[str]]) -> None:
        rows[1][rows[0].index("statements")] = text

    return edit


def find_cell(members: Members) -> str:
    rows = list(csv.reader(io.StringIO(members["rows/gap.csv"].decode(), newline="")))
    return rows[1][rows[0].index("statements")]


@pytest.mark.parametrize("form", ["{0}.0", "{0}.0000000001", "{0}.0e0", "{0}.00"])
def test_a_number_in_another_plain_form_is_the_same(run, members, form):
    cell = put_cell(form.format(find_cell(members)))
    code, out, _ = run(**{"rows/gap.csv": edit_rows(members["rows/gap.csv"], cell)})
    assert code == 0 and re.search("^gap: .*all the same$", out, re.MULTILINE)


@pytest.mark.parametrize(
    "form", ["0{0}", " {0}", "{0} ", "+{0}", "0_{0}", "{0}.", "{0}.000001", "'{0}", "inf", "nan", "NaN", "", "{0}e0000", "٣", "1e999", "9" * 5000]
)  # fmt: skip
def test_a_text_that_only_python_reads_as_the_number_is_another(run, members, form):
    cell = put_cell(form.format(find_cell(members)))
    code, out, err = run(**{"rows/gap.csv": edit_rows(members["rows/gap.csv"], cell)})
    assert code == 11 and re.search("^gap: .* 1 different$", out, re.MULTILINE)
    assert "rows/gap.csv, gap: differs in 1 of" in err


def test_a_text_that_is_a_number_is_compared_as_a_text(tmp_path):
    made = pd.DataFrame({"source": ["1", "2"], "score": [1, 2]})
    (tmp_path / "rows.csv").write_text("source,score\r\n1.0,1.0\r\n2,2\r\n")
    assert comparing.compare_table(made, tmp_path / "rows.csv", "rows.csv").different == 1


def swap(row: list[str]) -> None:
    row[0], row[-1] = row[-1], row[0]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda rows: [swap(row) for row in rows], "the columns stand in another order"),
        (lambda rows: swap(rows[0]), "the columns stand in another order"),
        (lambda rows: rows[0].__setitem__(0, "Topic"), "the column 'topic' is missing; the column 'Topic' does not belong there"),
        (lambda rows: rows[0].__setitem__(0, " topic"), "the column ' topic' does not belong there"),
        (lambda rows: [row.append("") for row in rows], "the column '' does not belong there"),
        (lambda rows: [row.append(row[0]) for row in rows], "the column 'topic' stands there twice"),
        (lambda rows: [row.pop() for row in rows], "is missing"),
        (lambda rows: rows.append(rows[1]), "differs in 7 of"),
        (lambda rows: rows.reverse(), "does not belong there"),
        (lambda rows: rows.insert(2, []), "row 3: has 0 cells"),
        (lambda rows: rows.insert(0, ["A title"]), "row 2: has 7 cells where the header has 1"),
    ],
)  # fmt: skip
def test_other_columns_or_rows_are_a_difference(run, members, edit, said):
    code, _, err = run(**{"rows/gap.csv": edit_rows(members["rows/gap.csv"], edit)})
    assert (code, said in err) == (11, True), err


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.data())
def test_every_change_of_a_random_archive_is_named(members, tmp_path, seed):
    changed, named = dict(members), set()
    safe = [name for name in sorted(members) if not name.startswith(READ)]
    for name in seed.draw(st.lists(st.sampled_from(safe), max_size=4, unique=True)):
        how = seed.draw(st.sampled_from(["drop", "rename", "byte", "cut"]))
        content = changed.pop(name)
        named.add(name)
        if how == "rename":
            named.add(other := name + seed.draw(st.sampled_from([" ", "~", ".bak", "/x"])))
            changed[other] = content
        elif how == "byte":
            place = seed.draw(st.integers(0, len(content) - 1))
            changed[name] = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        elif how == "cut":
            changed[name] = content[: seed.draw(st.integers(0, len(content) - 1))]
    made = rebuild(zip_members(tmp_path / "view.zip", changed))
    troubled = set(made.files["file"][made.files["trouble"] != ""])
    told = (
        named & set(PAPERS) if "SHA256SUMS" in named else named
    )  # without its checksum a file is said not to be compared
    assert told <= troubled and bool(troubled) == bool(named)
    assert named or (not troubled and not made.comparison["different"].any())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.data())
def test_every_change_of_random_cells_is_counted(members, tmp_path, seed):
    name = seed.draw(st.sampled_from(["gap", "movement", "positions", "statements-all"]))
    rows = list(csv.reader(io.StringIO(members[f"rows/{name}.csv"].decode(), newline="")))
    places = st.tuples(st.integers(1, len(rows) - 1), st.integers(0, len(rows[0]) - 1))
    cells = seed.draw(st.lists(places, min_size=1, max_size=5, unique=True))
    for row, column in cells:
        rows[row][column] += seed.draw(st.sampled_from(["x", " ", "_0", "\u200b", "'"]))
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    made = rebuild(zip_members(tmp_path / "view.zip", members | {f"rows/{name}.csv": text.getvalue().encode()}))
    different = made.comparison.set_index("table")["different"]
    assert different[name] == len(cells) == different.sum()
    with pytest.raises(DataError, match=rf"rows/{name}\.csv, {name}: differs in {len(cells)} of"):
        refuse_differences(made)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"serach": ""}, r"view\.json: 'serach' is not known here\. Did you mean 'search'"),
        ({f"f{n}": 0 for n in range(20_000)}, r"names 19,995 more that are not known"),
        ({"search": "x" * 501}, r"search: has 501 characters; the limit is 500 characters"),
        ({"search": "\ud800"}, r"search: .* is not a text of whole characters"),
        ({"lines": ["side-q"]}, r"lines: 'side-q' is not known here"),
        ({"lines": ["x"] * 100_000}, r"lines: has 100,000 entries; the limit is 50,000 entries"),
        ({"before": ["2021-01-01T00:00:00+09:00", "2021-02-01"]}, r"before: .* is not a day as YYYY-MM-DD"),
        ({"before": ["2021-01-01T10:00:00", "2021-02-01"]}, r"before: .* is not a day as YYYY-MM-DD"),
        ({"before": ["NaT", "2021-02-01"]}, r"before: .* is not a day"),
        ({"before": ["0001-01-01", "9999-12-31"]}, r"before: .* in the years 1700 to 2200"),
        ({"before": ["2021-03-01", "2021-02-01"]}, r"before: .* is no span of days in order"),
        ({"before": ["2021-03-01"]}, r"before: is not a list of that length"),
        ({"page": [[]]}, r"page: is not a text"),
    ],
)
def test_a_view_that_cannot_be_is_refused_with_its_field(run, members, changes, said):
    code, _, err = run(**edit_view(members, **changes))
    assert (code, bool(re.search(said, err))) == (11, True), err


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"actors": ["nobody"]}, r"selection\.actors: 'nobody' is not known here"),
        ({"kinds": ["Minster"]}, r"selection\.kinds: 'Minster' is not known here"),
        ({"without": ["indirct"]}, r"selection\.without: 'indirct' is not known here\. Did you mean 'indirect'"),
        ({"sides": ["x"] * 2}, r"selection\.sides: 'x' is named more than once"),
        ({"actors": [f"a{n}" for n in range(3_000)]}, r"selection\.actors: names 2,995 more"),
        ({"mood": 1}, r"view\.json, selection: 'mood' is not known here"),
        ({"first": "2021-01-01T00:00:00"}, r"selection\.first: .* is not a day"),
        ({"window_days": 10**300}, r"selection\.window_days: .* is out of range"),
    ],
)
def test_a_selection_that_names_what_is_not_there_is_refused(run, members, changes, said):
    selection = json.loads(members["view.json"])["view"]["selection"] | changes
    code, _, err = run(**edit_view(members, selection=selection))
    assert (code, bool(re.search(said, err))) == (11, True), err


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"program": "1.2.0\x1b[31m"}, r"program: .* is not the number of a version"),
        ({"program": 3}, r"program: '3' is not a text"),
        ({"dossier": None}, r"dossier: .* is not a text"),
        ({"day": "soon"}, r"day: .* is not a day"),
        ({"titel": "x"}, r"'titel' is not known here"),
    ],
)
def test_what_an_archive_says_of_itself_is_checked(run, members, changes, said):
    about = json.loads(members["view.json"]) | changes
    code, _, err = run(**{"view.json": json.dumps(about).encode()})
    assert (code, bool(re.search(said, err))) == (11, True), err
    assert "\x1b" not in err


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 100_000,
        b'{"a":' * 900 + b"1",
        b'{"program": ' + b"9" * 5_000 + b"}",
        b"[]" * 2_600_000,
        "ж".encode("cp1251"),
    ],
)
def test_json_that_cannot_be_read_is_refused_with_a_sentence(run, text):
    code, _, err = run(**{"view.json": text})
    assert code == 11 and "view.json: is" in err


@pytest.mark.parametrize("first", ["1700-01-01", "2021-01-01", "2200-12-01"])
def test_periods_at_the_ends_of_the_calendar_are_measured_or_refused(run, members, first):
    selection = json.loads(members["view.json"])["view"]["selection"] | {
        "window_days": 36_500,
        "first": first,
        "last": "2200-12-31",
    }
    code, out, err = run(
        **edit_view(
            members, selection=selection, before=["1700-01-01", "1700-01-02"], after=["2200-12-30", "2200-12-31"]
        )
    )
    assert code == 11 and "view.json: differs from its checksum" in err and "movement: " in out


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_stands_there_twice_is_refused(members, tmp_path):
    path = zip_members(tmp_path / "view.zip", [*members.items(), ("README.txt", members["README.txt"])])
    with pytest.raises(DataError, match=r"view\.zip: 'README\.txt' stands in the archive more than once"):
        rebuild(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_of_packing_are_refused_before_anything_is_unpacked(members, tmp_path, method):
    with pytest.raises(DataError, match=r"'x' is packed by a method that is not used here"):
        rebuild(zip_members(tmp_path / "view.zip", [*members.items(), ("x", b"0" * 1000)], method))


@pytest.mark.parametrize("place", [20, 24])
@pytest.mark.parametrize("header", ["directory", "member"])
@pytest.mark.parametrize("size", [0, 10, 999, 1001, 2**31])
def test_a_header_that_lies_about_sizes_is_refused(members, tmp_path, header, place, size):
    path = zip_members(tmp_path / "view.zip", [*members.items(), ("x.csv", b"a" * 1000)])
    whole = bytearray(path.read_bytes())
    start = whole.rindex(b"x.csv") - 46 if header == "directory" else whole.index(b"x.csv") - 30 - 2
    whole[start + place : start + place + 4] = size.to_bytes(4, "little")
    path.write_bytes(whole)
    with pytest.raises(
        DataError,
        match=r"not of the size that the archive declares|cannot be (read|unpacked)|can be read|once unpacked",
    ):
        rebuild(path)


def test_a_member_that_goes_on_after_its_declared_end_is_refused(members, tmp_path):
    path = zip_members(tmp_path / "view.zip", [*members.items(), ("x.csv", b"a" * 1000)])
    whole, said = bytearray(path.read_bytes()), struct.pack("<I", zlib.crc32(b"a" * 10))
    for checksum in (whole.rindex(b"x.csv") - 30, whole.index(b"x.csv") - 16):
        whole[checksum : checksum + 4] = said
        whole[checksum + 8 : checksum + 12] = struct.pack("<I", 10)
    path.write_bytes(whole)
    with zipfile.ZipFile(path) as archive:
        assert archive.read("x.csv") == b"a" * 10  # for a reader that stops there nothing is wrong
    with pytest.raises(DataError, match=r"'x\.csv' is not of the size|Bad CRC"):
        rebuild(path)


def test_a_directory_that_is_too_long_is_not_read(members, tmp_path):
    names = [(f"{'x' * 200}{n}", b"") for n in range(5_000)]
    with pytest.raises(DataError, match="its directory is too long"):
        rebuild(zip_members(tmp_path / "view.zip", [*members.items(), *names]))


def test_empty_folders_are_no_files(run):
    assert run(**{"exhibits/": b"", "dossier/": b""})[0] == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4))
def test_any_bytes_of_the_zip_may_be_wrong(members, tmp_path, places):
    path = zip_members(tmp_path / "view.zip", members)
    whole = bytearray(path.read_bytes())
    for share, byte in places:
        whole[int(share * len(whole))] = byte
    path.write_bytes(whole)
    try:
        write_comparison(rebuild(path))
    except DataError as error:
        assert str(error).endswith(".")


def test_a_table_far_larger_than_what_is_made_again_is_a_difference_and_not_read(run):
    code, _, err = run(**{"rows/gap.csv": b"\n" * 5_000_000})
    assert code == 11 and re.search(
        r"rows/gap\.csv, gap: differs in .* 5,000,000 bytes where [\d,]+ are made again", err
    )


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        (b"," * 2_000_000, r"row 1: is a line of more than 1,000,000 characters"),
        (b"," * 900_000, r"row 1: has 900,001 columns; the limit is 500 columns"),
        (b"\n" * 2_000_000, r"row 1, statement: is missing from the header"),
        (SCORES_HEADER + b',"\n' + b"," * 900_000, r"row 1: is not CSV|unexpected end of data"),
        (SCORES_HEADER + b"\n" + b"," * 900_000, r"row 2: has 900,001 cells where the header has 12"),
        (SCORES_HEADER + b"\n\n", r"row 2: has 0 cells"),
        (SCORES_HEADER + (b"\n" + b"," * 11) * 500_001, r"has more than 500,000 rows"),
        (b"0" * 30_000_001, r"is larger than 30,000,000 bytes"),
    ],
)  # fmt: skip
def test_scores_that_no_classifier_wrote_are_refused_before_they_are_read(run, scores, said):
    code, _, err = run(**{"models/scores.csv": scores})
    assert code == 11 and re.search(rf"models/scores\.csv(,|:).*{said}", err)


def test_tables_are_written_together_and_a_link_is_replaced_not_followed(members, tmp_path):
    path, out = zip_members(tmp_path / "view.zip", members), tmp_path / "out"
    out.mkdir()
    before = path.read_bytes()
    (out / "gap.csv").symlink_to(path)
    assert main(["rebuild", str(path), "--out", str(out)]) == 0
    assert path.read_bytes() == before and not (out / "gap.csv").is_symlink()
    assert (out / "gap.csv").read_bytes() == members["rows/gap.csv"]
    assert sorted(one.name for one in out.iterdir()) == sorted(
        Path(name).name for name in members if name.startswith("rows/")
    )
