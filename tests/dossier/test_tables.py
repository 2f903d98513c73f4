"""Files become rows of text, or a sentence that says what is wrong with the file."""

import os
from dataclasses import replace
from functools import partial

import makers
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.dossier.tables import parse_table, read_table, to_csv_bytes, write_table
from stance.errors import DataError
from stance.limits import FILE_BYTES

RUSSIAN = "actor,text\na,Вопрос закрыт и острова наши по итогам войны\n"
JAPANESE = "actor,text\na,北方領土は日本固有の領土であり、返還を求める。カタカナ\n"
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def read_fault(content: bytes) -> str:
    with pytest.raises(DataError) as caught:
        parse_table(content, "statements.csv")
    return str(caught.value)


def test_a_place_called_na_and_a_note_null_survive():
    table = parse_table(b"venue,note\nNA,null\nNone,nan\n,N/A\n", "t.csv")
    assert table["venue"].tolist() == ["NA", "None", ""]
    assert table["note"].tolist() == ["null", "nan", "N/A"]


def test_cells_stay_text():
    table = parse_table(b"a,b\n007,1.50\n1e5,TRUE\n", "t.csv")
    assert table.to_numpy().tolist() == [["007", "1.50"], ["1e5", "TRUE"]]


def test_a_byte_order_mark_does_no_harm():
    assert list(parse_table("\ufeffactor,text\nа,б\n".encode(), "t.csv")) == ["actor", "text"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_named(encoding):
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    assert "statements.csv: is in UTF-16. Save it again as CSV UTF-8" in read_fault(mark + RUSSIAN.encode(encoding))


def test_cp1251_is_named_with_its_line():
    assert "is not UTF-8 near line 2 (perhaps cp1251)" in read_fault(RUSSIAN.encode("cp1251"))


def test_shift_jis_is_named_with_its_line():
    assert "is not UTF-8 near line 2 (perhaps shift_jis)" in read_fault(JAPANESE.encode("shift_jis"))


def test_a_western_encoding_is_not_taken_for_a_russian_one():
    message = read_fault("actor,text\na,un café, déjà\n".replace("café,", "café").encode("cp1252"))
    assert "is not UTF-8 near line 2" in message
    assert "cp1251" not in message


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("関係の正常化に向けた交渉を続ける", "euc_jp"),
        ("Вопрос закрыт по итогам войны", "koi8_r"),
        ("关于领土问题的谈判已经开始", "gb18030"),
        ("關於領土問題的談判已經開始", "big5"),
        ("영토 문제에 대한 협상이 시작되었다", "euc_kr"),
        ("une déclaration sur la coopération", "cp1252"),
        ("they say “no” – it’s over", "cp1252"),
    ],
)
def test_other_encodings_are_named_too(words, encoding):
    plain = "".join(f"{number},plain words of another row\n" for number in range(300))
    message = read_fault(f"actor,text\n{plain}a,{words}\n".encode(encoding))
    assert f"is not UTF-8 near line 302 (perhaps {encoding})" in message


def test_one_cyrillic_word_among_western_text_is_seen():
    content = "actor,text\n" + "".join(f"{n},a long row of plain words, cafe\n" for n in range(300)) + "x,Кисида\n"
    assert "(perhaps cp1251)" in read_fault(content.encode("cp1251"))


def test_bytes_of_no_encoding_have_no_name():
    assert "(perhaps an unknown encoding)" in read_fault(b"a,b\n1,\x81\x98 \x81\xff\x8d\n")


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_another_delimiter_is_named(sign):
    message = read_fault(f"actor{sign}text\na{sign}b\n".encode())
    assert "is one column. Separate the columns with commas" in message


def test_every_ragged_row_is_named_with_its_number():
    message = read_fault(b"a,b\n1,2\n1,2,3\n1,2\n1\n")
    assert "row 3: has 3 cells where the header has 2" in message
    assert "row 5: has 1 cells where the header has 2" in message
    assert message.startswith("2 problems")


def test_a_nul_is_refused_with_its_line():
    assert "row 3: holds a NUL character" in read_fault(b"a,b\n1,2\n1,\x00\n")


def test_an_unbalanced_quote_is_refused_with_the_row_that_opens_it():
    assert "row 3: opens a quotation mark that is never closed" in read_fault(b'a,b\n1,2\n1,"open\n2,3\n')
    assert "row 2: is not CSV" in read_fault(b'a,b\n1,"x"y\n2,3\n')


def test_a_column_that_stands_twice_is_refused_with_its_places():
    message = read_fault(b"actor,text,actor\n1,2,3\n")
    assert "'actor' stands twice in the header (columns A and C). Rename or delete one column" in message


def test_columns_that_a_spreadsheet_left_empty_are_dropped():
    table = parse_table(b"a,b,,\n1,2,,\n3,4\n5,6,,,,\n".replace(b"3,4\n", b"3,4,,\n"), "t.csv")
    assert list(table) == ["a", "b"]
    assert table["b"].tolist() == ["2", "4", "6"]
    assert list(parse_table(b"a,,b\n1,,2\n", "t.csv")) == ["a", "b"]


def test_a_cell_under_no_name_is_named_with_row_and_column():
    assert "row 3, column C: '7' stands under no name" in read_fault(b"a,b,\n1,2,\n3,4,7\n")


@pytest.mark.parametrize("above", [b"Statements of the talks,\n", b"Statements of the talks\n\n"])
def test_a_title_above_the_header_is_seen(above):
    message = read_fault(above + b"a,b\n1,2\n")
    assert "row 1: 'Statements of the talks' is a title above the header" in message
    assert "Delete the rows above row" in message


def test_a_row_of_too_many_cells_makes_no_title_of_the_header():
    assert "row 2: has 2 cells where the header has 1" in read_fault(b"text\nThe islands are ours, and we said so\n")
    assert list(parse_table(b"a,\n1,\n", "t.csv")) == ["a"]


def test_blank_lines_above_the_header_do_no_harm():
    table = parse_table(b"\n,\na,b\n1,2\n", "t.csv")
    assert (list(table), table.index.tolist()) == (["a", "b"], [4])


def test_an_empty_file_is_refused():
    assert "row 1: is empty. Write a header" in read_fault(b"")


def test_blank_lines_keep_the_row_numbers():
    table = parse_table(b"a,b\n1,2\n\n , \n3,4\n", "t.csv")
    assert table.index.tolist() == [2, 5]
    assert table["a"].tolist() == ["1", "3"]


def test_line_ends_of_any_system_are_read():
    rows = [parse_table(f"a,b{end}1,2{end}".encode(), "t.csv").to_numpy().tolist() for end in ("\n", "\r\n", "\r")]
    assert rows == [[["1", "2"]]] * 3


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(DataError, match=r"none\.csv: is missing\. Check the name"):
        read_table(tmp_path / "none.csv")


def test_a_file_over_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("stance.dossier.tables.FILE_BYTES", replace(FILE_BYTES, most=10))
    (tmp_path / "big.csv").write_text("a,b\n1,2\n3,4\n")
    with pytest.raises(DataError, match=r"big\.csv: is larger than 10 bytes"):
        read_table(tmp_path / "big.csv")


def test_what_is_over_a_limit_is_refused_with_its_row():
    assert "has 501 columns; the limit is 500 columns" in read_fault(b"a," * 500 + b"b\n")
    assert (
        "row 1: ',,,,," in (message := read_fault(b"," * 1_000_001)) and "is a line of more than 1,000,000" in message
    )
    assert "row 3: holds a cell of more than 100,000 characters" in read_fault(b"a,b\n1,2\n1," + b"x" * 100_001 + b"\n")
    assert "has more than 2,000,000 lines" in read_fault(b"a,b\n" + b"\n" * 2_000_002)


def test_what_is_within_the_limits_is_read():
    head = ",".join(f"c{number}" for number in range(500))
    cells = ",".join(["x" * 1_900] * 499 + ["y" * 40_000])
    table = parse_table(f"{head}\n{cells}\n".encode(), "t.csv")
    assert (table.shape, len(table.iloc[0, -1])) == ((1, 500), 40_000)
    assert parse_table(b"a,b\n1,2" + b"\n" * 1_999_999, "t.csv").shape == (1, 2)


@pytest.mark.parametrize("kind", ["folder", "dead link", "pipe"])
def test_what_is_no_file_is_named_as_what_it_is(tmp_path, kind):
    path = tmp_path / "t.csv"
    {"folder": path.mkdir, "dead link": partial(path.symlink_to, "nowhere"), "pipe": partial(os.mkfifo, path)}[kind]()
    words = {"folder": "is a folder", "dead link": "is a link that leads nowhere", "pipe": "is no plain file"}
    with pytest.raises(DataError, match=f"t.csv: {words[kind]}"):
        read_table(path)


def test_a_spreadsheet_will_not_run_a_cell_as_a_formula():
    cells = ["=1+1", "+a", "-a", "@sum", "\tx", "＝1+1", "＠x", "-1+cmd", "plain", "a=b", ""]
    content = to_csv_bytes(pd.DataFrame({"=text": cells, "other": "x"}))
    back = parse_table(content, "t.csv")["'=text"].tolist()
    assert back == [*(f"'{cell}" for cell in cells[:8]), "plain", "a=b", ""]


def test_numbers_written_as_text_are_not_guarded():
    cells = ["+1", "-1", "-1.5", "+2e3", "-5%", "-1,000"]
    assert parse_table(to_csv_bytes(pd.DataFrame({"code": cells})), "t.csv")["code"].tolist() == cells


def test_numbers_are_not_guarded():
    assert to_csv_bytes(pd.DataFrame({"score": [-1.5, 2.0]})).split() == [b"score", b"-1.5", b"2.0"]


@pytest.mark.parametrize("cells", [[None, "=1+1", "x"], [1, "=1+1", None]])
def test_a_formula_among_missing_or_mixed_cells_is_guarded(cells):
    content = to_csv_bytes(pd.DataFrame({"text": pd.Series(cells, dtype=object), "n": 1}))
    assert b"'=1+1" in content


def test_guarding_does_not_change_the_frame():
    frame = pd.DataFrame({"text": ["=1"]})
    to_csv_bytes(frame)
    assert frame["text"].tolist() == ["=1"]


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_any_text_survives_csv(rows):
    frame = pd.DataFrame([("x" + a, b) for a, b in rows], columns=["a", "b"], dtype="str")
    back = parse_table(to_csv_bytes(frame, guard=False), "t.csv")
    assert back.to_numpy().tolist() == frame.to_numpy().tolist()


@pytest.mark.parametrize("name", ["t.csv", "t.parquet", "T.PARQUET", "T.CSV"])
def test_a_table_survives_writing_and_reading(tmp_path, name):
    frame = pd.DataFrame({"actor": ["олег", "花子", "NA"], "note": ["1=1", 'a "b", c', "x\ny"]}, dtype="str")
    write_table(frame, tmp_path / "new" / name)
    back = read_table(tmp_path / "new" / name)
    assert back.to_numpy().tolist() == frame.to_numpy().tolist()
    assert list(back) == ["actor", "note"]
    assert back.index.tolist() == [2, 3, 4]


def test_a_parquet_file_is_one_in_any_case_of_its_ending(tmp_path):
    write_table(pd.DataFrame({"a": ["1"]}), tmp_path / "T.PARQUET")
    assert (tmp_path / "T.PARQUET").read_bytes()[:4] == b"PAR1"


def test_a_file_that_only_ends_in_parquet_is_one_sentence(tmp_path):
    (tmp_path / "t.parquet").write_text(makers.STATEMENTS)
    with pytest.raises(DataError, match="is not a Parquet file"):
        read_table(tmp_path / "t.parquet")
