"""The Agreement page: coefficients, confusion and differences are those of the codings, and who coded is said."""

import csv
import re

import pandas as pd
import pytest

from stance.dossier.loading import load_dossier
from stance.estimates.agreement import CLASSIFIER, CODES, COEFFICIENTS, measure_agreement, read_classifier

from . import builders
from .conftest import list_numbers, read_markdown

COUNTS = ["statements coded by both", "… given a code by both"]
HOSTILE = "![x](https://evil.example/x.png) <img src=x onerror=alert(1)> :red[x] $x$"


def _edit(path, change) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    builders.write_rows(path, change(rows))


def _list_measures(view) -> list[pd.DataFrame]:
    return [table.value for table in view.app.table if COUNTS[0] in table.value.index]


def _write(row: pd.Series, name: str) -> str:
    return f"{row[name]:.2f} [{row[f'{name}_low']:.2f}, {row[f'{name}_high']:.2f}]"


def _check_measures(shown: pd.DataFrame, found: pd.DataFrame, codebook) -> None:
    assert list(shown.columns) == [topic.title for topic in codebook.topics]
    for topic in codebook.topics:
        row = found[found["topic"] == topic.id].iloc[0]
        cells = list(shown[topic.title])
        assert cells[:2] == [f"{row['statements']:,}", f"{row['both']:,}"]
        assert cells[2:] == [_write(row, name) for name in COEFFICIENTS]


def test_the_numbers_of_the_coders_are_those_of_measure_agreement_with_their_intervals(open_page, dossier):
    view = open_page("agreement")
    found = measure_agreement(dossier.codings, dossier.codebook, dossier.statements.set_index("statement")["source"])
    _check_measures(_list_measures(view)[0], found, dossier.codebook)
    title = read_markdown(view.title)
    assert title.startswith("Ordinal alpha of coders a and b: ")
    for topic in dossier.codebook.topics:
        alpha = found.set_index("topic").loc[topic.id, "alpha_level"]
        assert f"{topic.title} {alpha:.2f}" in title


def test_the_numbers_of_the_classifier_are_those_of_its_cross_fitted_scores(open_page, dossier, scores):
    view = open_page("agreement", agreement="Classifier and codes")
    readings = read_classifier(scores, dossier.statements, dossier.codebook)
    assert set(readings["coder"]) == {CODES, CLASSIFIER}
    found = measure_agreement(readings, dossier.codebook, dossier.statements.set_index("statement")["source"])
    _check_measures(_list_measures(view)[1], found, dossier.codebook)


def test_the_tab_of_the_classifier_says_that_scores_are_cross_fitted_and_links_to_its_limits(open_page):
    view = open_page("agreement")
    (said,) = [part.value for part in view.app.markdown if "cross-fitted" in part.value]
    assert "a model that saw nothing of the statement’s source" in said
    assert view.limits_links == ["method?method=Classifier"]


def test_who_the_coders_are_is_said_in_the_words_of_the_data_package(open_page):
    subtitle = read_markdown(open_page("agreement").app.caption[0].value)
    assert subtitle.startswith("Who the coders are: ")
    assert "two automated passes" in subtitle
    assert "No panel of human coders has validated the codes" in subtitle


def test_confusion_tables_count_every_pair_of_cells_of_the_codings(open_page, dossier):
    view = open_page("agreement")
    tables = [table.value for table in view.app.table if table.value.index.name == "a"]
    topics = dossier.codebook.topics
    assert len(tables) == 2 * len(topics)  # coders, then classifier and codes
    for topic, table in zip(topics, tables, strict=False):
        wide = dossier.codings.pivot(index="statement", columns="coder", values=topic.id)[["a", "b"]]
        cells = wide.astype("Float64").astype(object).where(wide.notna(), "none")
        counts = pd.Series([(str(a).removesuffix(".0"), str(b).removesuffix(".0")) for a, b in cells.to_numpy()])
        assert {(a, b): int(table.loc[a, b]) for a in table.index for b in table if table.loc[a, b]} == dict(
            counts.value_counts()
        )


def test_the_pictures_of_confusion_hold_the_numbers_of_their_tables(open_page):
    view = open_page("agreement")
    tables = [table.value for table in view.app.table if table.value.index.name == "a"]
    charts = view.app.get("plotly_chart")
    for chart, drawn, table in zip(charts, view.charts.values(), tables, strict=True):
        assert list_numbers(drawn["data"][0]["text"]) == table.to_numpy().tolist()
        same = sum(table.iloc[i, i] for i in range(len(table)))
        assert f"equal on {same} of {table.to_numpy().sum()} statements." in chart.proto.alt


def test_the_differences_are_exactly_the_cells_that_differ_with_the_rule_of_the_final_code(open_page, offered, dossier):
    view = open_page("agreement", agreement="Where coders differ")
    shown = view.frame("coder a", "coder b", "rule")
    with (dossier.folder / "codings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = {coder: {row["statement"]: row for row in rows if row["coder"] == coder} for coder in ("a", "b")}
    differ = {
        (name, topic, row[topic], cells["b"][name][topic])
        for name, row in cells["a"].items()
        for topic in dossier.codebook.topic_ids
        if name in cells["b"] and row[topic] != cells["b"][name][topic]
    }
    listed = [
        (row["statement"], row["topic"], *("" if pd.isna(row[c]) else str(row[c]) for c in ("coder a", "coder b")))
        for _, row in shown.iterrows()
    ]
    assert len(listed) == len(set(listed))
    assert set(listed) == differ
    rules = {(topic.id, level.code): level.rule for topic in dossier.codebook.topics for level in topic.levels}
    final = dossier.statements.set_index("statement")
    for _, row in shown.iterrows():
        code = final.loc[row["statement"], row["topic"]]
        silent = pd.isna(code)
        assert row["rule"] == ("does not speak to the topic" if silent else rules[row["topic"], code])
    said = next(part.value for part in view.app.markdown if "differ. The final code follows" in part.value)
    assert said.startswith(f"**{len(listed)} cells in {len({row[0] for row in listed})} statements**")
    pd.testing.assert_frame_equal(offered["differences"], shown)


def test_a_chosen_difference_opens_the_statement_with_both_codings(open_page):
    view = open_page("agreement", agreement="Where coders differ")
    row = view.frame("coder a", "rule").iloc[3]
    view.choose_row("differences", 3).check_runs()
    assert row["statement"] in view.html
    assert "coder a" in view.html
    assert "coder b" in view.html


def test_where_nothing_varies_undefined_is_shown_and_not_0(data, open_page):
    folder = builders.make_full(data)
    for name in ("statements", "codings"):
        _edit(folder / f"{name}.csv", lambda rows: [row | {"water": "1", "toll": ""} for row in rows])
    view = open_page("agreement")
    view.check_runs()
    assert read_markdown(view.title).endswith("Вода undefined, 通行料 undefined")
    (measures,) = _list_measures(view)
    for title, both in (("Вода", "60"), ("通行料", "0")):
        assert list(measures[title])[:2] == ["60", both]
        assert list(measures[title])[2:5] == ["undefined"] * 3
    assert list(measures["Вода"])[5:] == ["1.00 [1.00, 1.00]"] * 2
    assert list(measures["通行料"])[5:] == ["undefined", "1.00 [1.00, 1.00]"]


def test_without_codings_the_page_says_that_agreement_is_not_known(data, open_page):
    builders.make_smallest(data)
    view = open_page("agreement")
    view.check_runs()
    assert view.title == "Agreement of coders is not known"
    assert any("no codings.csv" in message for message in view.messages)
    assert "Who the coders are is not said" in view.texts
    assert view.charts == {}


def test_with_one_coder_no_message_denies_that_there_are_codings(data, open_page):
    folder = builders.make_full(data)
    _edit(folder / "codings.csv", lambda rows: [row for row in rows if row["coder"] == "первый"])
    view = open_page("agreement")
    view.check_runs()
    assert view.title == "Agreement of coders is not known"
    assert any("one coder only: agreement needs two" in message for message in view.messages)
    assert not [message for message in view.messages if "no codings.csv" in message]


def test_another_pair_of_coders_can_be_chosen_and_has_its_own_numbers(data, open_page):
    folder = builders.make_full(data)

    def add(rows):
        other = [row | {"coder": "third", "water": "0"} for row in rows if row["coder"] == "первый"]
        return [*rows, *other]

    _edit(folder / "codings.csv", add)
    view = open_page("agreement")
    pair = view.app.selectbox(key="pair")
    assert sorted(pair.options) == ["third and второй", "third and первый", "второй and первый"]
    shown = {}
    for name in pair.options:
        view.app.selectbox(key="pair").set_value(name).run()
        view.check_runs()
        shown[name] = list(_list_measures(view)[0]["Вода"])
    found = measure_agreement(load_dossier(folder).codings, load_dossier(folder).codebook)
    for name, cells in shown.items():
        row = found[(found["pair"] == name) & (found["topic"] == "water")].iloc[0]
        assert cells[5].startswith(f"{row['same_code']:.2f} [")
    assert len({tuple(cells) for cells in shown.values()}) == 2


@pytest.mark.parametrize("name", ["a and b", "and", "x, y"])
def test_a_coder_may_have_any_name(name, data, open_page):
    folder = builders.make_full(data)
    _edit(
        folder / "codings.csv",
        lambda rows: [
            row | ({"coder": name, "water": "0"} if row["coder"] == "первый" else {"coder": "zoe"}) for row in rows
        ],
    )
    view = open_page("agreement")
    view.check_runs()
    codings = load_dossier(folder).codings.pivot(index="statement", columns="coder", values="water")
    differ = int((codings[name] != codings["zoe"]).sum())
    assert differ > 0
    shown = view.frame("final", "rule")
    assert len(shown) == differ
    assert {f"coder {name}", "coder zoe"} <= set(shown.columns)
    tables = [table.value for table in view.app.table if table.value.index.name == "a"]
    assert tables[0].to_numpy().sum() == builders.COUNT


def test_markup_in_names_of_coders_and_topics_is_shown_as_text(data, open_page):
    folder = builders.make_full(data)
    _edit(
        folder / "codings.csv",
        lambda rows: [
            row
            | {"coder": HOSTILE if row["coder"] == "первый" else "b"}
            | ({"water": "0"} if n % 4 in (0, 3) else {})  # each of the two is right where the other is not
            for n, row in enumerate(rows)
        ],
    )
    _edit(folder / "statements.csv", lambda rows: [row | {"text": f"{HOSTILE} {row['statement']}"} for row in rows])
    book = folder / "codebook.toml"
    book.write_text(book.read_text(encoding="utf-8").replace('"Вода"', f'"{HOSTILE}"', 1), encoding="utf-8")
    view = open_page("agreement")
    view.choose_row("differences", 0).check_runs()
    written = [view.app.title[0].value, *(part.value for part in [*view.app.markdown, *view.app.caption])]
    for table in view.app.table:  # st.table reads its cells and its headings as Markdown
        frame = table.value
        written += [str(cell) for cell in [*frame.columns, *frame.index, *frame.to_numpy().flatten()]]
    assert any("in 2" in text and "b in 2" in text for text in written if "differ. The final" in text)
    assert [text for text in written if re.search(r"(?<!\\)(!\[|<img|:red)", text)] == []
    assert "<img" not in view.html


def test_filters_do_not_change_the_page_and_it_says_so(open_page):
    plain, filtered = open_page("agreement"), open_page("agreement", side="Russia", topic="Security", kind="leader")
    assert filtered.title == plain.title
    assert [table.value.to_numpy().tolist() for table in filtered.app.table] == [
        table.value.to_numpy().tolist() for table in plain.app.table
    ]
