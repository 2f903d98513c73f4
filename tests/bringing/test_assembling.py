"""A table becomes a dossier that loads with the same cells, or every fault of it is told in the reader's own rows and words."""

from datetime import date, timedelta

import makers
import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stance.bringing.assembling import Brought, assemble, list_unread
from stance.bringing.codebooks import read_codebook
from stance.bringing.mapping import WORDS, guess_columns
from stance.bringing.placing import place_dossier
from stance.bringing.reading import Sheet, read_sheet
from stance.dossier.loading import load_dossier

TWO = makers.CODEBOOK + makers.TWO_SIDES
HEADER = "Id,When,Speaker,Camp,Quote,Outlet,Link,Fund\n"
ROW = "1,2020-01-02,ann,north,We want a fund,Gazette,https://example.org/1,1\n"


def bring(text: str, codebook: str = TWO, **more) -> Brought:
    sheet = read_sheet(text.encode(), "mine.csv")
    return assemble(sheet, guess_columns(sheet.rows.columns, read_codebook(codebook)), codebook, **more)


def tell(text: str, codebook: str = TWO, **more) -> list[str]:
    return [str(problem) for problem in bring(text, codebook, **more).problems]


def load(brought: Brought, folder):
    assert brought.problems == ()
    return load_dossier(place_dossier(brought.files, folder, "mine"))


def mended(brought: Brought) -> list[tuple]:
    return [(one.row, one.column, one.before, one.after, one.count) for one in brought.mended]


def test_a_sound_table_becomes_a_dossier(tmp_path):
    brought = bring(HEADER + ROW)
    assert (sorted(brought.files), brought.statements) == (["codebook.toml", "sources.csv", "statements.csv"], 1)
    dossier = load(brought, tmp_path)
    row = dossier.statements.iloc[0]
    assert (row["statement"], row["actor"], row["side"], row["text"]) == ("1", "ann", "north", "We want a fund")
    assert (f"{row['date']:%Y-%m-%d}", row["fund"]) == ("2020-01-02", 1)
    assert dossier.sources.iloc[0][["source", "publisher", "url"]].tolist() == [
        "example-org-1",
        "Gazette",
        "https://example.org/1",
    ]


FAULTY = """When,Speaker,Camp,Quote,Link,Fund
2020-01-02,ann,north,We want a fund,https://example.org/1,2
31/02/2020,ann,nroth,We want a fund,example,1
,bob,south,,https://example.org/1,
2019-01-02,Bob,south,It rains,https://example.org/2,x
2020-01-05,bob,north,No,https://example.org/2,-1
"""


def test_every_fault_is_told_with_the_row_and_the_header_of_the_reader():
    assert tell(FAULTY) == [
        "mine.csv, row 2, Fund: '2' is not a code of this topic. Use one of -1, 0, 1, or leave it empty.",
        "mine.csv, row 3, When: '31/02/2020' is not a date. Write the day as YYYY-MM-DD (a month as 2019-04, a year as 2019).",
        "mine.csv, row 3, Camp: 'nroth' is not known. Did you mean 'north'.",
        "mine.csv, row 3, Link: 'example' is not a web address. Write the whole address with http:// or https://, or leave it empty.",
        "mine.csv, row 4, When: is empty. Fill the cell.",
        "mine.csv, row 4, Quote: is empty. Fill the cell.",
        "mine.csv, row 5, When: '2019-01-02' is outside the period 2020-01-01 to 2022-12-31. Mend the date, or the period of the codebook.",
        "mine.csv, row 5, Speaker: 'Bob' looks the same as 'bob'. Write one of them everywhere, or make the two differ in more than case, width, blanks or unseen signs.",
        "mine.csv, row 5, Fund: 'x' is not a code of this topic. Use one of -1, 0, 1, or leave it empty.",
        "mine.csv, row 6, Camp: 'north' differs from the side of 'bob' in other rows. Give the actor one side, or write two actors.",
    ]  # fmt: skip


def test_nothing_is_written_while_there_are_problems_and_what_is_written_instead_mends_them(tmp_path):
    mends = {
        (2, "Fund"): "1",
        (3, "When"): "2020-02-28",
        (3, "Camp"): " North ",
        (3, "Link"): "",
        (4, "When"): "2020-02-01",
    }
    mends |= {
        (4, "Quote"): "Yes",
        (5, "When"): "2021-01-02",
        (5, "Speaker"): "bob",
        (5, "Fund"): "",
        (6, "Camp"): "south",
    }
    assert bring(FAULTY).files == {}
    left = tell(FAULTY, mends=mends)
    assert left == ["mine.csv, row 3, Link: does not say where it was published. Fill the cell."]
    dossier = load(bring(FAULTY, mends={**mends, (3, "Link"): "https://example.org/1"}), tmp_path)
    assert len(dossier.statements) == 5


def test_a_correction_of_a_row_or_column_that_is_not_there_is_left_alone():
    assert bring(HEADER + ROW, mends={(99, "Fund"): "x", (2, "Nothing"): "x"}).problems == ()


def test_ids_dates_codes_and_sides_are_mended_and_it_is_said(tmp_path):
    rows = "25/12/2020,ann,NORTH,A,www.example.org/1,1.0\n03/04/2021,ann,,B,www.example.org/1,−1\n2021-05,bob,south,=C,www.example.org/2,–\n"
    brought = bring("When,Speaker,Camp,Quote,Link,Fund\n" + rows)
    dossier = load(brought, tmp_path)
    assert mended(brought) == [
        (2, "When", "25/12/2020", "2020-12-25", 1),
        (3, "When", "03/04/2021", "2021-04-03", 1),
        (4, "When", "2021-05", "2021-05-01", 1),
        (4, "Quote", "=C", "'=C", 1),
        (2, "Camp", "NORTH", "north", 1),
        (2, "Fund", "1.0", "1", 2),
        (4, "Fund", "–", "", 1),
        (2, "Link", "www.example.org/1", "https://www.example.org/1", 3),
        (None, "Id", "", "s-0001", 3),
        (3, "Camp", "", "north", 1),
        (2, "Source", "https://www.example.org/1", "example-org-1", 3),
    ]
    assert dossier.statements["fund"].astype("object").where(dossier.statements["fund"].notna(), None).tolist() == [
        1,
        -1,
        None,
    ]
    assert dossier.statements["date_precision"].tolist() == ["day", "day", "month"]


def test_a_day_that_can_be_two_is_asked_for_and_an_order_that_the_reader_says_answers(tmp_path):
    text = "When,Speaker,Camp,Quote,Outlet\n03/04/2021,ann,north,A,Gazette\n"
    assert tell(text) == [
        "mine.csv, row 2, When: '03/04/2021' can be 2021-04-03 or 2021-03-04. Write the day as YYYY-MM-DD, or say which of the two stands first in this column."
    ]  # fmt: skip
    assert load(bring(text, order="month first"), tmp_path).statements["date"].dt.month.tolist() == [3]
    both = text + "25/12/2020,ann,north,B,Gazette\n12/25/2020,ann,north,C,Gazette\n"
    assert "'25/12/2020' has the day first and '12/25/2020' the month" in tell(both)[0]
    assert len(tell(both)) == 1


def test_columns_that_are_missing_are_named_once_and_not_for_every_row():
    assert [problem.split(" (")[0] for problem in tell("Weather\nfine\nfine\n")] == [
        f"mine.csv, {column}: has no column" for column in ("Date", "Actor", "Text", "Side", "Source")
    ]


def test_faults_of_the_codebook_come_first_and_alone():
    sheet = read_sheet((HEADER + ROW).encode(), "mine.csv")
    brought = assemble(sheet, {}, "title = 3")
    assert {problem.file for problem in brought.problems} == {"codebook.toml"}
    assert len(brought.problems) > 2


def test_an_id_twice_and_a_statement_twice_are_seen():
    rows = ROW + ROW.replace("We want", "They want") + ROW.replace("1,", "2,", 1)
    assert tell(HEADER + rows) == [
        "mine.csv, row 3, Id: '1' stands already in row 2. Give this row its own id, or delete it if it is a repetition.",
        "mine.csv, row 4, Quote: 'We want a fund' repeats an earlier row. Delete the repetition, so that the point is counted once.",
    ]  # fmt: skip


def test_full_names_make_a_table_of_actors_and_two_names_of_one_are_seen(tmp_path):
    text = "When,Actor,Full name,Side,Quote,Outlet\n2020-01-02,ann,Ann Lee,north,A,G\n2020-01-03,ann,,north,B,G\n"
    dossier = load(bring(text), tmp_path)
    assert dossier.actors[["actor", "name", "side"]].to_numpy().tolist() == [["ann", "Ann Lee", "north"]]
    assert tell(text.replace(",ann,,", ",ann,Anna Lee,")) == [
        "mine.csv, row 3, Full name: 'Anna Lee' differs from the name of 'ann' in row 2. Make the two the same, or give each its own actor."
    ]  # fmt: skip


def test_an_outlet_with_several_links_is_the_publisher_and_each_link_a_source(tmp_path):
    text = "When,Speaker,Camp,Quote,Source,Link\n" + "".join(
        f"2020-01-0{n},ann,north,A{n},Gazette,https://example.org/{n}\n" for n in (1, 2, 3)
    )
    text += "2020-01-04,ann,north,A4,Herald,https://example.com/4\n"
    brought = bring(text)
    assert (None, "Source", "Gazette", "Gazette", 3) in mended(brought)
    dossier = load(brought, tmp_path)
    assert dossier.sources["source"].tolist() == ["example-org-1", "example-org-2", "example-org-3", "example-com-4"]
    assert set(dossier.sources["publisher"]) == {"Gazette", "Herald"}


def test_a_column_of_sources_that_holds_links_is_one_of_links(tmp_path):
    text = (
        "When,Speaker,Camp,Quote,Source\n2020-01-02,ann,north,A,https://example.org/1\n2020-01-03,ann,north,B,gazette\n"
    )
    dossier = load(bring(text), tmp_path)
    assert dict(dossier.sources[["source", "url"]].to_numpy().tolist()) == {
        "example-org-1": "https://example.org/1",
        "gazette": "",
    }


def test_one_source_of_many_days_is_said_to_be_one_voice():
    text = "When,Speaker,Camp,Quote,Source\n" + "".join(f"2020-01-0{n},ann,north,A{n},BBC\n" for n in range(1, 7))
    (note,) = bring(text).notes
    assert note.startswith(
        "6 statements of 6 days have the source 'BBC'. All statements of one source count as one voice"
    )
    assert bring(text.replace("Source", "Outlet")).notes == ()


def test_links_that_differ_within_one_source_are_faults_of_their_row():
    text = "When,Speaker,Camp,Quote,Source,Outlet,Link\n2020-01-02,ann,north,A,g,G,https://example.org/1\n2020-01-03,ann,north,B,g,G,https://example.org/2\n"
    assert tell(text) == [
        "mine.csv, row 3, Link: 'https://example.org/2' differs from the link of 'g' in row 2. Make the two the same, or give each its own source."
    ]  # fmt: skip


def test_a_dossier_without_sides_needs_none_and_a_topic_without_a_column_is_not_coded(tmp_path):
    dossier = load(bring("When,Speaker,Quote,Outlet\n2020-01-02,ann,A,G\n", makers.CODEBOOK), tmp_path)
    assert dossier.statements[["side", "coded"]].to_numpy().tolist() == [["all", False]]


def test_what_no_target_takes_is_listed():
    sheet = read_sheet(b"When,Weather,Quote\n1,2,3\n", "a.csv")
    assert list_unread(sheet, {"date": "When", "text": "Quote", "note": ""}) == ["Weather"]


CELLS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=15).map(lambda text: " ".join(text.split()))
DAYS = st.integers(0, 1000).map(lambda number: (date(2020, 1, 1) + timedelta(days=number)).isoformat())
ROWS = st.lists(st.tuples(DAYS, st.sampled_from(["ann", "bob", "Zoë", "花子"]), CELLS, st.sampled_from(["1", "0", "-1", ""])), min_size=1, max_size=8)  # fmt: skip
TARGETS = ("date", "actor", "text", "publisher", "note")


@settings(max_examples=12, deadline=None)
@given(ROWS, st.data())
def test_any_table_under_any_of_the_known_headers_is_loaded_with_the_same_cells(tmp_path_factory, rows, data):
    headers = {target: data.draw(st.sampled_from(WORDS[target].split("|"))).title() for target in TARGETS}
    cells = {
        "date": [row[0] for row in rows],
        "actor": [row[1] for row in rows],
        "text": [f"x{place} {row[2]}".strip() for place, row in enumerate(rows)],
        "publisher": ["Gazette"] * len(rows),
        "note": [row[2] for row in rows],
        "fund": [row[3] for row in rows],
    }
    headers["fund"] = "Fund code"
    order = data.draw(st.permutations(list(headers)))
    frame = pd.DataFrame(
        {headers[target]: cells[target] for target in order}, index=range(2, len(rows) + 2), dtype="str"
    )
    guessed = guess_columns(frame.columns, read_codebook(makers.CODEBOOK))
    assume(len(frame.columns) == len(order))
    assert {target: guessed[target] for target in headers} == headers
    brought = assemble(Sheet("a.csv", "csv", frame), guessed, makers.CODEBOOK)
    dossier = load(brought, tmp_path_factory.mktemp("own"))
    assert brought.statements == len(rows)
    loaded = dossier.statements.sort_values("statement", ignore_index=True)
    assert loaded["date"].dt.strftime("%Y-%m-%d").tolist() == cells["date"]
    assert loaded["fund"].map(lambda code: "" if pd.isna(code) else str(code)).tolist() == cells["fund"]
    for target in ("actor", "text", "note"):
        guarded = {one.before: one.after for one in brought.mended if one.column == headers[target]}
        assert [cell.removeprefix("'") if guarded else cell for cell in loaded[target]] == cells[target]


ODD = ["", "ann", "Ann", "north", "NORTH", "1", "−1", "1.0", "nan", "=1", "'", "http://[", "https://x.org/a", "www.x.org", "03/04/2021", "25/12/2021", "99999", "43558", "0000-00-00", "2021-13-01", "day", "x" * 20_001, "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "a\nb"]  # fmt: skip
ANY = (*TARGETS, "side", "fund", "statement", "source", "url", "name", "date_precision", "speech", "batch", "title")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(ANY), min_size=1, max_size=8, unique=True), st.data())
def test_of_any_cells_in_any_columns_every_problem_names_a_place_of_the_table(targets, data):
    cells = st.lists(st.sampled_from(ODD), min_size=len(targets), max_size=len(targets))
    rows = data.draw(st.lists(cells, min_size=1, max_size=5))
    headers = [f"my {target}" for target in targets]
    frame = pd.DataFrame(rows, columns=headers, index=range(4, len(rows) + 4), dtype="str")
    sheet = Sheet("a.csv", "csv", frame)
    for order in ("", "month first"):
        brought = assemble(sheet, dict(zip(targets, headers, strict=True)), TWO, order=order)
        for problem in brought.problems:
            assert problem.file == "a.csv"
            assert problem.row is None or (problem.row in frame.index and problem.column in headers)
        assert bool(brought.files) != bool(brought.problems)
        assert all(one.row is None or one.row in frame.index for one in brought.mended)
