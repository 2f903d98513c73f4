"""What an archive holds of the exhibits: all their words, which stay text, and their tables as the page has them."""

import io

import pandas as pd
import pytest

from stance.dossier.tables import to_csv_bytes
from stance.exhibits.exhibit import Column, Exhibit, Table
from stance.export.findings import NOTHING, write_findings, write_plainly, write_tables
from stance.figures.picture import Picture
from stance.wording.verdicts import Verdict


def make_table(*numbers: float) -> Table:
    rows = pd.DataFrame({"line": "=A", "change": numbers, "hidden": 1})
    return Table(rows, (Column("line", "line"), Column("change", "change")), "about")


def make_exhibit(key: str, title: str = "Title", **parts) -> Exhibit:
    return Exhibit(key, Verdict.NONE, title, **parts)


def test_every_word_of_an_exhibit_and_of_its_panels_is_written():
    picture = Picture([], {})
    panel = make_exhibit(
        "panel", "Panel", sentences=("Inner.",), more="Marks.", picture=picture, caveats=("Few.", "Old.")
    )
    whole = make_exhibit("whole", "Whole", subtitle="Unit.", sentences=("One.", "Two."), note="Look.", panels=(panel,))
    assert write_findings([whole]).splitlines() == [
        "# Whole", "", "Unit.", "", "- One.", "- Two.", "", "How to read it: Look.", "",
        "## Panel", "", "- Inner.", "", "Caveat: Few.", "", "Caveat: Old.", "", "The picture in words: Inner. Marks.",
    ]  # fmt: skip
    assert write_findings([]) == NOTHING


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("+1.5 [+1.2, +1.8], 31 statements → +1.1", "\\+1.5 [+1.2, +1.8], 31 statements → +1.1"),
        ("South eased: −0.4 [−0.7, −0.1]", "South eased: −0.4 [−0.7, −0.1]"),
        ("[x](javascript:1)", "\\[x\\](javascript:1)"),
        ("a [x](y) ![z](w)", "a [x\\](y) ![z\\](w)"),
        ("[x]: y", "\\[x\\]: y"),
        ("<img src=x> &lt; *b* _i_ `c`", "\\<img src=x> \\&lt; \\*b\\* \\_i\\_ \\`c\\`"),
        ("# head\n\n- item\n> quote", "\\# head - item > quote"),
        ("1. one", "1\\. one"),
        ("12 one", "12 one"),
    ],
)
def test_no_text_is_read_as_markup(text, written):
    assert write_plainly(text) == written


def test_tables_are_those_that_the_page_downloads_unrounded_and_guarded():
    exhibit = make_exhibit("who", table=make_table(1 / 3), extra={"rest": make_table(2.0)})
    files = write_tables([exhibit])
    assert list(files) == ["exhibits/who.csv", "exhibits/who-rest.csv"]
    assert files["exhibits/who.csv"] == to_csv_bytes(exhibit.table.shown)
    held = pd.read_csv(io.BytesIO(files["exhibits/who.csv"]))
    assert list(held) == ["line", "change"]
    assert (held["change"][0], held["line"][0]) == (1 / 3, "'=A")


def test_each_table_has_a_file_of_its_own_inside_the_folder_whatever_its_key():
    keys = ["../../up", "..", "a b", "a-b", "a-b", "a", "речь", "a/b"]
    exhibits = [make_exhibit(key, table=make_table(number)) for number, key in enumerate(keys)]
    files = write_tables([*exhibits, make_exhibit("panels", panels=(make_exhibit("a", table=make_table(8)),))])
    assert len(files) == len(keys) + 1
    assert [name for name in files if name.count("/") > 1 or ".." in name] == []
    assert [float(pd.read_csv(io.BytesIO(content))["change"][0]) for content in files.values()] == list(range(9))
    assert "exhibits/речь.csv" in files
