"""Another negotiation is another folder: every page runs on it with no change of code."""

import re

import pytest

from . import builders
from .conftest import PAGES

SHAPES = {
    "smallest": lambda data: builders.make_smallest(data),
    "no sides": lambda data: builders.make_smallest(data, sides=False),
    "all tables": lambda data: builders.make_full(data),
}


@pytest.fixture(params=list(SHAPES))
def river(request, data):
    """A negotiation about a river, in three shapes."""
    return SHAPES[request.param](data)


def test_every_page_runs(river, open_page):
    view = open_page()
    for name in PAGES:
        view.turn_to(name).check_runs()
        missing = ["There is no classifier for 'river'. Run: python -m stance train"]
        assert [error[: len(missing[0])] for error in view.errors] == (missing if name == "score" else []), name


@pytest.mark.parametrize("query", [{}, {"by": "Actors"}])
def test_charts_have_its_topics_scale_and_lines(query, river, open_page):
    view = open_page("positions", **query)
    view.check_runs()
    assert list(view.charts) == ["chart_water", "chart_toll"]
    for chart in view.charts.values():
        assert chart["layout"]["yaxis"]["ticktext"] == ["−1", "0", "+1"]
        assert [line for line in chart["data"] if line.get("customdata")]
    table = open_page("positions", view="Table", **query)
    assert table.frame("line", "low")["position"].dropna().between(-1, 1).all()


def test_statements_in_cyrillic_and_japanese_are_shown_and_found(river, open_page):
    view = open_page("statements")
    shown = view.frame("statement", "text")
    assert shown["text"].str.contains("下流の権利").any()
    assert shown["text"].str.contains("принадлежит верховьям").any()
    view.app.text_input(key="search").set_value("下流の権利").run()
    assert 0 < view.shown < len(shown)
    view.app.text_input(key="search").set_value("ПРИНАДЛЕЖИТ верховьям").run()
    assert 0 < view.shown < len(shown)


def test_cards_lead_to_its_statements(river, open_page):
    view = open_page()
    assert view.cards
    assert all(card.startswith("р-") for card in view.cards)


def test_its_words_stand_on_the_overview(river, open_page):
    view = open_page()
    assert "Переговоры о реке / 川の交渉" in view.texts
    assert "水は誰のものか？" in view.html
    assert "japan" not in view.texts.lower()
    assert "russia" not in view.texts.lower()


def test_without_sides_there_is_no_side_filter_and_one_line(data, open_page):
    builders.make_smallest(data, sides=False)
    view = open_page(view="Table")
    assert [group.key for group in view.app.sidebar.button_group] == ["topic"]
    assert set(view.frame("line", "low")["line"]) == {"All actors"}


def test_its_own_sides_are_the_filter(data, open_page):
    builders.make_smallest(data)
    view = open_page("statements", side="Наблюдатели")
    assert view.app.button_group(key="side").options == ["Северяне", "南の国", "Наблюдатели"]
    assert set(view.frame("statement", "text")["name"]) == {"Оса"}


def test_names_and_sources_of_its_tables_are_used(data, open_page):
    builders.make_full(data)
    view = open_page("statements")
    assert view.frame("statement", "text")["name"].str.endswith("(имя)").all()
    assert set(view.frame("statement", "text")["publisher"]) == {"川新聞"}
    assert "Всё придумано." in "\n".join(part.value for part in open_page("method", method="Data sheet").app.markdown)
    coefficients = view.turn_to("agreement").frame("measure")
    assert [name for name in coefficients if not name.endswith(("measure", "_low", "_high"))] == ["water", "toll"]


def test_missing_optional_tables_are_named_where_they_would_be_shown(data, open_page):
    builders.make_smallest(data)
    view = open_page("agreement")
    assert any("no codings.csv" in message for message in view.messages)
    messages = open_page("method", method="Data sheet").messages
    assert any("no README.md" in message for message in messages)


def test_one_topic_is_enough(data, open_page):
    folder = builders.make_smallest(data)
    text = (folder / "codebook.toml").read_text(encoding="utf-8")
    (folder / "codebook.toml").write_text(text[: text.rindex("[[topic]]")], encoding="utf-8")
    view = open_page()
    for page in PAGES:
        view.turn_to(page).check_runs()
    assert list(view.turn_to("overview").charts) == ["chart_water"]


def test_without_any_code_the_pages_say_what_to_do(data, open_page):
    folder = builders.make_smallest(data)
    rows = [row | {"water": "", "toll": ""} for row in builders.list_rows(side_column=True)]
    builders.write_rows(folder / "statements.csv", rows)
    view = open_page()
    assert view.charts == {}
    assert any("No statement here has a code" in message for message in view.messages)


def _keep_one_side(folder) -> None:
    text = (folder / "codebook.toml").read_text(encoding="utf-8")
    head, *parts = text.split("[[")
    kept = [part for part in parts if not part.startswith("side") or "minami" in part]
    (folder / "codebook.toml").write_text("[[".join([head, *kept]), encoding="utf-8")
    rows = [{"actor": a, "name": a, "side": "minami", "kind": "leader", "aliases": ""} for a in builders.ACTORS]
    builders.write_rows(folder / "actors.csv", rows)


def _keep_two_statements(folder) -> None:
    rows = builders.list_rows(side_column=False)[:2]
    builders.write_rows(folder / "statements.csv", rows)
    codings = [{"statement": row["statement"], "coder": c, "water": "1", "toll": "0"} for row in rows for c in "ab"]
    builders.write_rows(folder / "codings.csv", codings)


def _keep_one_coder(folder) -> None:
    rows = builders.list_rows(side_column=False)
    codings = [{"statement": row["statement"], "coder": "a", "water": "1", "toll": "0"} for row in rows]
    builders.write_rows(folder / "codings.csv", codings)


def _share_no_statement(folder) -> None:
    rows = builders.list_rows(side_column=False)
    codings = [
        {"statement": row["statement"], "coder": "ab"[n % 2], "water": "1", "toll": "0"} for n, row in enumerate(rows)
    ]
    builders.write_rows(folder / "codings.csv", codings)


def _take_codes_away(folder) -> None:
    rows = [row | {"water": "", "toll": ""} for row in builders.list_rows(side_column=False)]
    builders.write_rows(folder / "statements.csv", rows)
    (folder / "codings.csv").unlink()


def _make_hostile(folder) -> None:
    rows = builders.list_rows(side_column=False)
    rows = [row | {"text": f"{ATTACK} {row['statement']}", "venue": ATTACK, "note": ATTACK} for row in rows]
    builders.write_rows(folder / "statements.csv", rows)
    actors = [
        {"actor": actor, "name": f"{ATTACK} {actor}", "side": side, "kind": "leader", "aliases": ""}
        for actor, side in builders.ACTORS.items()
    ]
    builders.write_rows(folder / "actors.csv", actors)


ATTACK = "![x](https://evil.example/x.png) <img src=x onerror=alert(1)><script>alert(2)</script>"
CODINGS = ("overview", "statements", "disagreements", "agreement")  # where the codings are shown
COMPARED = ("overview", "movement", "events", "words", "robustness", "agreement")  # where sides are set side by side
ODD = {
    _keep_one_side: COMPARED,
    _keep_two_statements: COMPARED,
    _keep_one_coder: CODINGS,
    _share_no_statement: CODINGS,
    _take_codes_away: PAGES,
    _make_hostile: PAGES,
}


@pytest.mark.parametrize(("make_odd", "pages"), ODD.items())
def test_an_odd_dossier_breaks_no_page(make_odd, pages, data, open_page):
    make_odd(builders.make_full(data))
    view = open_page()
    for page in pages:
        view.turn_to(page).check_runs()
        assert [error for error in view.errors if "There is no classifier" not in error] == []
        shown = [view.app.title[0].value, *(part.value for part in [*view.app.markdown, *view.app.caption])]
        assert not [text for text in shown if re.search(r"(?<!\\)(!\[|<img|<script)", text)]
        assert "<img" not in view.html
        assert "<script" not in view.html


def test_several_dossiers_give_a_picker_and_a_link_selects_one(copy_in_data, open_page):
    builders.make_full(copy_in_data.parent)
    first, second = open_page(), open_page(dossier="river")
    picker = first.app.selectbox(key="dossier")
    assert picker.options == ["Japan-Russia peace-treaty talks", "Переговоры о реке / 川の交渉"]
    assert picker.value == "japan-russia"
    for name in ("overview", "actors", "method"):
        second.turn_to(name).check_runs()
        assert second.app.selectbox(key="dossier").value == "river"
        assert "Переговоры о реке" not in "".join(part.value for part in second.app.sidebar.markdown)  # the box says it


def test_one_dossier_needs_no_picker(copy_in_data, open_page):
    assert not [box for box in open_page().app.selectbox if box.label == "Dossier"]


def test_going_over_to_another_dossier_with_filters_set_breaks_no_page(copy_in_data, open_page):
    builders.make_full(copy_in_data.parent)
    view = open_page("overview", actor="Vladimir Putin", topic="Security", dates=["Jan 2016", "Jan 2018"])
    view.app.selectbox(key="point_line").set_value("russia").run()
    view.app.selectbox(key="dossier").set_value("river").run()
    for page in ("positions", "movement", "events", "actors", "words", "robustness"):
        view.turn_to(page).check_runs()
    assert list(view.turn_to("overview").charts) == ["chart_water", "chart_toll"]
    view.app.selectbox(key="dossier").set_value("japan-russia").run()
    view.check_runs()
