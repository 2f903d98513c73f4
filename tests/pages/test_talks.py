"""The tabs of the Events page: figures, what was said around an event, answers, texts read in two ways, standing rules."""

import re
from html import unescape

import pandas as pd
import pytest
from streamlit.runtime.scriptrunner import script_runner

from stance.dossier.loading import join_sources
from stance.estimates.selection import default_selection, select_statements
from stance.estimates.terms import match_words
from stance.formats import format_day, format_when
from stance.ui.pages.events.talks import _write_value

from . import builders
from .conftest import View, _run_main, read_markdown


@pytest.fixture(scope="module")
def events() -> View:
    """The page as it opens, drawn once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(script_runner, "_mpa_v1", _run_main)
        return View("events", {})


@pytest.fixture(scope="module")
def first(dossier) -> pd.Series:
    """The event that the page opens with: the last numbered meeting with 180 days of the period after it."""
    return dossier.events[(dossier.events["meeting"] != "") & (dossier.events["date"] <= "2019-07-04")].iloc[-1]


def _link(event: pd.Series) -> str:
    return f"{format_when(event['date'], event['date_precision'])}: {event['title']}"


def _tab(view: View, title: str):
    (tab,) = [tab for tab in view.app.tabs if tab.label == title]
    return tab


def _cards(block) -> list[str]:
    return re.findall(r'data-statement="([^"]+)"', "\n".join(part.proto.body for part in block.get("html")))


def _strip(view: View) -> list[str]:
    """The boxes of the strip of figures, as text with their links."""
    (strip,) = [part.proto.body for part in view.app.get("html") if 'class="strip"' in part.proto.body]
    return strip.split('<div class="box">')[1:]


def _count(numbers: int, noun: str) -> str:
    return f"{numbers:,} {noun}{'' if numbers == 1 else 's'}"


def _check_strip(view: View, dossier, day: pd.Timestamp) -> None:
    rows = join_sources(dossier.figures, dossier.sources).to_dict("records")
    boxes = _strip(view)
    assert len(boxes) == len(rows)
    rest, days = list(rows), []
    for box in boxes:
        said = unescape(re.sub(r"<[^>]+>", "", box))
        (row,) = [
            row for row in rest
            if said.startswith(f"{_write_value(row)} {row['measure']}{format_day(row['date'])}. Source: ")
        ]  # fmt: skip
        rest.remove(row)
        days.append(abs((row["date"] - day).days))
        assert row["publisher"] in said.split("Source: ")[1]
        assert not row["url"] or f'href="{row["url"]}"' in unescape(box)
    assert rest == []
    assert days == sorted(days)


def test_all_figures_stand_beside_the_lanes_the_nearest_in_time_first_each_with_its_source(events, first, dossier):
    events.check_runs()
    _check_strip(events, dossier, first["date"])
    assert f"({len(dossier.figures)}, the nearest in time first)" in events.texts


def test_another_event_has_other_figures_first(open_page, dossier, events):
    event = dossier.events[dossier.events["date"].between("2016-12-01", "2016-12-31")].iloc[0]
    view = open_page("events", event=_link(event))
    view.check_runs()
    _check_strip(view, dossier, event["date"])
    assert _strip(view) != _strip(events)


def test_the_summary_and_the_sources_of_the_event_are_shown(events, first, dossier):
    assert first["summary"] in events.texts
    assert "Sources of the event: " in events.html
    for source in first["sources"].split(" ; "):
        url = dict(zip(dossier.sources["source"], dossier.sources["url"], strict=True)).get(source, source)
        assert f'href="{url}"' in unescape(events.html)


def _near(dossier, start: str, end: str, *, loose: bool = False) -> list[str]:
    statements = select_statements(dossier, default_selection(dossier.codebook))
    near = statements[statements["date"].between(start, end)]
    return sorted(near.loc[loose | (near["date_precision"] == "day"), "statement"])


def test_what_was_said_is_within_three_days_of_the_event(events, first, dossier):
    days = [first["date"] + pd.Timedelta(days=n) for n in (-3, 3)]
    expected = _near(dossier, *days)
    assert len(expected) > 3
    shown = events.frame("venue", "text")
    assert sorted(shown["statement"]) == expected
    sides = dossier.statements.set_index("statement").loc[expected, "side"].value_counts()
    said = f"{_count(len(expected), 'statement')}, {format_day(days[0])} to {format_day(days[1])}: "
    (line,) = [part.value for part in _tab(events, "What was said").markdown]
    assert read_markdown(line).startswith(said)
    assert all(f"{n} of {dossier.codebook.side(side).title}" in line for side, n in sides.items())


@pytest.mark.parametrize(("precision", "days"), [("month", 31), ("year", 366)])
def test_around_an_event_of_a_month_or_year_is_all_that_is_known_of_it(precision, days, open_page, dossier):
    """The event's day is the first of its month or year then, and says nothing."""
    within = dossier.events[dossier.events["date"].between("2015-01-01", "2019-12-31")]
    event = within[within["date_precision"] == precision].iloc[0]
    end = event["date"] + (pd.offsets.MonthEnd(1) if precision == "month" else pd.offsets.YearEnd(1))
    view = open_page("events", event=_link(event))
    view.check_runs()
    assert read_markdown(view.title).startswith(f"What followed: {event['title']}, ")
    expected = _near(dossier, event["date"], end, loose=True)
    assert expected
    assert sorted(view.frame("venue", "text")["statement"]) == expected


def test_the_title_claims_no_day_for_an_event_of_which_the_month_alone_is_known(open_page, dossier):
    event = dossier.events[
        (dossier.events["date"] >= "2015-01-01") & (dossier.events["date_precision"] == "month")
    ].iloc[0]
    title = read_markdown(open_page("events", event=_link(event)).title)
    assert f"{event['date']:%B %Y}" in title
    assert format_day(event["date"]) not in title


def test_a_statement_said_around_the_event_opens_in_full(open_page):
    view = open_page("events")
    row = view.frame("venue", "text").iloc[1]
    view.choose_row("said_around", 1)
    view.check_runs()
    assert row["statement"] in "\n".join(part.proto.body for part in _tab(view, "What was said").get("html"))


def test_silence_around_an_event_is_said(open_page, dossier):
    within = dossier.events[
        dossier.events["date"].between("2015-01-05", "2019-12-25") & (dossier.events["date_precision"] == "day")
    ]
    days = pd.Timedelta(days=3)
    event = next(e for _, e in within.iterrows() if not _near(dossier, e["date"] - days, e["date"] + days))
    view = open_page("events", event=_link(event))
    view.check_runs()
    (line,) = [part.value for part in _tab(view, "What was said").markdown]
    assert line.startswith("No statement here, ")
    assert line.rstrip(".\\").endswith("silence")


@pytest.fixture(scope="module")
def themes(dossier) -> list[str]:
    return list(dict.fromkeys(answer.theme for answer in dossier.reference.answer))


@pytest.mark.parametrize("number", range(4))
def test_every_event_of_a_theme_stands_with_its_answers_or_says_that_there_is_none(number, themes, open_page, dossier):
    assert len(themes) == 4
    view = open_page("events", theme=themes[number])
    view.check_runs()
    answers = sorted((a for a in dossier.reference.answer if a.theme == themes[number]), key=lambda a: a.event)
    titles = dossier.events.set_index("event")
    boxes = list(_tab(view, "Answers").expander)
    expected = []
    for answer in answers:
        event = titles.loc[answer.event]
        count = _count(len(answer.statements), "answer") if answer.statements else "no answer in the record"
        expected.append((f"{_link(event)} ({count})", list(answer.statements)))
    assert [(read_markdown(box.label), _cards(box)) for box in boxes] == expected
    answered = sum(bool(answer.statements) for answer in answers)
    assert f"{themes[number]}: {len(answers)} events, {answered} with an answer in the record" in view.texts
    codes = re.findall(r'<p class="number">(.*?)</p>', "".join(part.proto.body for part in boxes[0].get("html")))
    assert len(codes) == len(answers[0].statements)


def test_some_events_of_the_shipped_dossier_have_no_answer(dossier):
    assert any(not answer.statements for answer in dossier.reference.answer)


def test_both_readings_of_a_text_stand_under_their_sides_with_their_statements(events, dossier):
    tab = _tab(events, "Texts and rules")
    said = [read_markdown(part.value) for part in tab.markdown]
    boxes = [_cards(box) for box in tab.expander if box.label.endswith("that say so")]
    wanted, cards = [], []
    for text in dossier.reference.text:
        assert text.title in [read_markdown(head.value) for head in tab.subheader]
        assert text.summary in said
        assert len({reading.side for reading in text.reading}) == len(text.reading) >= 2
        for reading in text.reading:
            wanted.append(f"**As {dossier.codebook.side(reading.side).title} reads it.** {reading.reading}")
            cards.append(list(reading.statements))
    assert [line for line in said if line.startswith("**As ")] == wanted
    assert boxes == cards


def test_the_statements_that_cite_a_text_are_those_with_its_words(events, dossier):
    labels = [read_markdown(box.label) for box in _tab(events, "Texts and rules").expander]
    tables = {table.key: table.value for table in events.app.dataframe}
    for text in dossier.reference.text:
        cited = dossier.statements[match_words(dossier.statements, text.words)]
        plain = dossier.statements["text"].str.contains(
            "|".join(rf"\b{re.escape(w)}\b" for w in text.words), case=False
        )
        assert set(dossier.statements.loc[plain, "statement"]) <= set(cited["statement"])
        assert sorted(tables[f"cites_{text.id}"]["statement"]) == sorted(cited["statement"])
        (label,) = [one for one in labels if all(f"“{word}”" in one for word in text.words)]
        assert label.startswith(f"{_count(len(cited), 'statement')} with ")
        sides = cited["side"].value_counts()
        assert all(f"{n} of {dossier.codebook.side(side).title}" in label for side, n in sides.items())


def test_a_rule_counts_the_codes_that_restate_it_and_those_that_leave_it(events, dossier):
    tables = {table.key: table.value for table in events.app.dataframe}
    assert len(dossier.reference.rule) == 4
    for rule in dossier.reference.rule:
        side = dossier.codebook.side(rule.side).title
        own = dossier.statements[dossier.statements["side"] == rule.side].dropna(subset=rule.topic)
        restate = own[own[rule.topic] == rule.code]
        leave = own[own[rule.topic].map(lambda code, rule=rule: code < 0 if rule.code > 0 else code > 0)]
        assert len(restate)
        assert sorted(tables[f"restate_{rule.id}"]["statement"]) == sorted(restate["statement"])
        assert sorted(tables[f"leave_{rule.id}"]["statement"]) == sorted(leave["statement"])
        (said,) = [line for line in events.texts.split("\n") if _counts(line, own, side, restate)]
        assert f"(last on {format_day(restate['date'].max())})" in said
        wanted = rf"\b{len(leave)} [^()]*\(last on {format_day(leave['date'].max())}\)" if len(leave) else " and none "
        assert re.search(wanted, said)


def _counts(line: str, own: pd.DataFrame, side: str, restate: pd.DataFrame) -> bool:
    return line.startswith(f"Of {len(own)} coded statements of {side} on the topic, {len(restate)} restate it")


def test_rules_of_a_side_or_topic_that_is_switched_off_are_left_out(open_page, dossier):
    view = open_page("events", side="Japan", topic="Sovereignty")
    view.check_runs()
    rules = {table.key for table in view.app.dataframe if str(table.key).startswith("restate_")}
    assert rules == {f"restate_{r.id}" for r in dossier.reference.rule if (r.side, r.topic) == ("japan", "sovereignty")}


def test_a_dossier_with_figures_and_no_reference_says_what_is_missing(data, open_page):
    builders.make_full(data)
    view = open_page("events")
    view.check_runs()
    assert len(_strip(view)) == 1
    assert "12.5 m3/s" in _strip(view)[0]
    assert "川新聞" in _strip(view)[0]
    for what in ("answers to events", "texts and standing rules"):
        assert f"This dossier has no {what}: reference.toml lists them (see docs/dossier.md)." in view.messages


def test_a_dossier_without_figures_shows_the_lanes_alone(data, open_page):
    (builders.make_full(data) / "figures.csv").unlink()
    view = open_page("events")
    view.check_runs()
    assert "lanes" in view.charts
    assert "Figures behind the talks" not in view.texts
    assert 'class="strip"' not in view.html


def test_a_dossier_without_events_shows_no_tab(data, open_page):
    builders.make_smallest(data)
    view = open_page("events")
    view.check_runs()
    assert read_markdown(view.title) == "No event in these dates"
    assert [tab.label for tab in view.app.tabs] == []
    assert view.charts == {}
