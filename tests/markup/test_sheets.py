"""Tables to print: every cell as the kind of its column says, ends of an interval together, links that lead to web addresses."""

import pandas as pd
import pytest

from stance.exhibits.exhibit import Column, Table
from stance.exhibits.who_moved import COLUMNS
from stance.markup.sheets import Link, keep_year_ends, lay_out_table, write_cell


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x.org", "", "http://[", " https"])
def test_only_web_addresses_are_linked(url):
    assert Link("text", url).url == ""
    assert Link("text", "https://x.org/?a&b").url == "https://x.org/?a&b"


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        (-0.126, "signed", "−0.13"),
        (0.126, "signed", "+0.13"),
        (0.126, "number", "0.13"),
        (0.1264, "precise", "0.126"),
        (0.126, "share", "13%"),
        (1204, "count", "1,204"),
        (pd.Timestamp("2019-05-03"), "day", "2019-05-03"),
        ("<b>", "text", "<b>"),
        *((missing, kind, "") for missing in (None, pd.NA, float("nan"), pd.NaT) for kind in ("signed", "day", "text")),
    ],
)
def test_a_cell_is_written_as_its_kind_says(value, kind, written):
    assert write_cell(value, kind) == written


def test_a_cell_with_an_address_is_a_link():
    assert write_cell("https://x.org", "link") == Link("https://x.org", "https://x.org")


def make_table(*columns: str, **cells) -> Table:
    kinds = {"low": "signed", "high": "signed", "statements_before": "count", "statements_after": "count"}
    labels = {"low": "90 % band from", "high": "to", "statements_before": "statements before"}
    own = tuple(Column(name, labels.get(name, name), kinds.get(name, "text")) for name in columns)
    return Table(pd.DataFrame(cells), own, "about", note="note")


def test_the_ends_of_an_interval_and_counts_before_and_after_stand_in_one_column_each():
    names = ("line", "low", "high", "statements_before", "statements_after")
    table = make_table(*names, line=["A", "B"], low=[0.1, None], high=[0.2, None], statements_before=[3, 1], statements_after=[1234, 0])  # fmt: skip
    sheet = lay_out_table(table)
    assert [head.text for head in sheet.heads] == ["line", "90 % band", "statements before, after"]
    assert [head.kind for head in sheet.heads] == ["", "number", "number"]
    assert sheet.rows == (("A", "+0.10 to +0.20", "3, 1,234"), ("B", "", "1, 0"))
    assert (sheet.caption, sheet.note) == ("about", "note")


def test_columns_that_do_not_belong_together_stay_apart():
    table = make_table("low", "line", "statements_after", low=[0.1], line=["A"], statements_after=[2])
    assert lay_out_table(table).rows == (("+0.10", "A", "2"),)


def test_no_column_of_the_changes_is_lost():
    rows = pd.DataFrame([{column.name: float(number) for number, column in enumerate(COLUMNS, 10)}])
    printed = " ".join(lay_out_table(Table(rows, COLUMNS, "")).rows[0])
    assert all(str(number) in printed.replace("%", "").replace("00", "") for number in range(10, 10 + len(COLUMNS)))


def test_the_last_date_of_each_year_is_kept_also_where_the_year_ends_early():
    dates = pd.to_datetime(["2019-11-30", "2019-12-31", "2020-03-31", "2020-03-31"])
    rows = pd.DataFrame({"topic": ["a", "a", "a", "b"], "date": dates, "line": ["A", "B", "C", "D"]})
    kept = keep_year_ends(Table(rows, (Column("topic", "topic"), Column("line", "line")), ""), "a")
    assert kept.rows["line"].tolist() == ["B", "C"]
    assert [column.name for column in kept.columns] == ["line"]
