"""A codebook written into boxes: title, period, sides with their poles, topics with question, poles and levels.

Belongs here: the boxes. Not here: what they begin with (`stance.bringing.suggesting`), the file that is made of them (`stance.bringing.codebooks`).
"""

from collections.abc import Callable, Hashable
from datetime import date
from pathlib import Path
from typing import TypeVar

import streamlit as st

from stance.bringing.codebooks import CodebookForm, write_codebook
from stance.bringing.ids import Ids
from stance.bringing.reading import Sheet
from stance.bringing.suggesting import (
    MOST_SIDES,
    MOST_TOPICS,
    SCALES,
    suggest_levels,
    suggest_period,
    suggest_sides,
    suggest_topics,
)
from stance.formats import escape_markdown, format_number
from stance.limits import FIRST_YEAR, LAST_YEAR
from stance.ui.pages.own.columns import choose_header
from stance.ui.pages.own.ground import ask, ask_one, current_work, name_widget

POLES = {"": "neither pole", "minus": "the minus pole", "plus": "the plus pole"}
DAYS = {"min_value": date(FIRST_YEAR.most, 1, 1), "max_value": date(LAST_YEAR.most, 12, 31), "format": "YYYY-MM-DD"}
MOST_SIGNS = 300
SIDES = (
    "**Sides**: the camps that actors belong to, and at which end (pole) of the scales each stands. Take out what is only a slip in your table: "
    "its cells are then named as faults."
)
CODED_BY = "Who gave the codes, in a sentence (shown beside every citation)"
T = TypeVar("T")
Side = tuple[str, str, str]
Topic = tuple[str, str, str, str, str]


def write_form(sheet: Sheet, columns: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The text of the codebook and the header of each topic's codes; "" and what is still to be filled in, said, while it is not complete.

    Raises CodebookError where what was filled in cannot be used.
    """
    title = ask(st.text_input, "Title of the dossier", "title", _suggest_title(sheet), max_chars=MOST_SIGNS)
    first, last = _choose_period(sheet, columns)
    sides = _write_sides(sheet, columns)
    topics, headers, levels, rules = _write_topics(sheet, columns)
    coded_by = ask(
        st.text_input,
        CODED_BY,
        "coded_by",
        "",
        max_chars=MOST_SIGNS,
        placeholder="Coded by one person, checked by nobody.",
    )
    missing = [*([] if title.strip() else ["the title"]), *_list_missing(sides, topics)]
    if missing or first is None or last is None:
        named = ", ".join(
            [*missing[:6], *(["…"] if len(missing) > 6 else []), *([] if first and last else ["the days"])]
        )
        st.info(f"Still to fill in: {escape_markdown(named)}.", icon="ℹ️")
        return "", {}
    form = CodebookForm(title, first, last, sides, topics, levels, rules, coded_by=coded_by)
    return write_codebook(form), headers


def _find(name: str, sheet: Sheet, what: Hashable, find: Callable[[], T]) -> T:
    """What the table tells, looked for once a table."""
    return current_work().find_once(name, (id(sheet), what), find)


def _suggest_title(sheet: Sheet) -> str:
    words = Path(sheet.name).stem.replace("_", " ").replace("-", " ").strip()
    return (words[:1].upper() + words[1:])[:MOST_SIGNS]


def _choose_period(sheet: Sheet, columns: dict[str, str]) -> tuple[date | None, date | None]:
    header = columns.get("date", "")
    seen = _find("period", sheet, header, lambda: suggest_period(sheet.rows, header))
    found = seen or (date(2015, 1, 1), date(2019, 12, 31))
    left, right = st.columns(2)
    with left:
        first = ask(st.date_input, "First day that it covers", "first_day", found[0], **DAYS)  # type: ignore[arg-type]
    with right:
        last = ask(st.date_input, "Last day", "last_day", found[1], **DAYS)  # type: ignore[arg-type]
    return first, last  # type: ignore[return-value]


def _write_sides(sheet: Sheet, columns: dict[str, str]) -> list[Side]:
    """The sides, at first those that the table names; an id is made of each title."""
    header = columns.get("side", "")
    found = _find("sides", sheet, header, lambda: suggest_sides(sheet.rows, header))
    st.markdown(SIDES)
    count = int(ask(st.number_input, "How many sides", "sides", len(found), min_value=0, max_value=MOST_SIDES, step=1))
    sides: list[Side] = []
    ids = Ids()
    for place in range(count):
        left, right = st.columns(2)
        guess = found[place] if place < len(found) else ""
        with left:
            title = ask(st.text_input, f"Side {place + 1}", f"side_{place}", guess, max_chars=MOST_SIGNS)
        with right:
            pole = ask_one(
                f"Side {place + 1} stands at",
                f"pole_{place}",
                list(POLES),
                _guess_pole(place, count),
                format_func=POLES.__getitem__,
            )
        sides.append((ids.make(title), title, pole))
    return sides


def _guess_pole(place: int, count: int) -> str:
    return ("minus", "plus")[place] if count > 1 and place < 2 else ""


def _write_topics(
    sheet: Sheet, columns: dict[str, str]
) -> tuple[list[Topic], dict[str, str], tuple[int, ...], dict[tuple[str, int], str]]:
    """The topics, the header of each one's codes, the levels, and the rule of each level."""
    taken = tuple(header for header in columns.values() if header)
    found = _find("topics", sheet, taken, lambda: suggest_topics(sheet.rows, taken))
    seen = _find("levels", sheet, taken, lambda: suggest_levels(sheet.rows, found))
    st.markdown("**Topics**: each is one question with a scale between two poles.")
    scales = {" ".join(format_number(level, 0) for level in scale): scale for scale in SCALES}
    usual = next(name for name, scale in scales.items() if scale == seen)
    left, right = st.columns(2)
    with left:
        count = int(
            ask(
                st.number_input,
                "How many topics",
                "topics",
                max(1, len(found)),
                min_value=1,
                max_value=MOST_TOPICS,
                step=1,
            )
        )
    with right:
        levels = scales[ask_one("Levels of every scale", "levels", list(scales), usual)]
    topics: list[Topic] = []
    ids = Ids()
    headers: dict[str, str] = {}
    rules: dict[tuple[str, int], str] = {}
    for place in range(count):
        with st.container(border=True):
            topic, header = _write_topic(place, sheet, found[place] if place < len(found) else "", ids)
            topics.append(topic)
            headers[topic[0]] = header
            rules |= _write_rules(place, topic, levels)
    return topics, headers, levels, rules


def _write_topic(place: int, sheet: Sheet, guess: str, ids: Ids) -> tuple[Topic, str]:
    number = place + 1
    left, right = st.columns(2)
    with left:
        title = ask(st.text_input, f"Topic {number}", f"topic_{place}", guess, max_chars=MOST_SIGNS)
        st.markdown(f"Your column for the codes of topic {number}")
        header = choose_header(f"Your column for the codes of topic {number}", f"topic_codes_{place}", sheet, guess)
    with right:
        minus = ask(
            st.text_input, f"Topic {number}: what the minus pole holds", f"minus_{place}", "", max_chars=MOST_SIGNS
        )
        plus = ask(
            st.text_input, f"Topic {number}: what the plus pole holds", f"plus_{place}", "", max_chars=MOST_SIGNS
        )
    question = ask(st.text_input, f"Topic {number}: the question", f"question_{place}", "", max_chars=MOST_SIGNS)
    return (ids.make(title), title, question, minus, plus), header


def _write_rules(place: int, topic: Topic, levels: tuple[int, ...]) -> dict[tuple[str, int], str]:
    """When a coder gives each code of a topic; may be left empty."""
    with st.expander(f"Topic {place + 1}: when each code is given (may stay empty)", key=name_widget(f"rules_{place}")):
        return {
            (topic[0], level): ask(
                st.text_input,
                f"Topic {place + 1}, code {format_number(level, 0)}",
                f"rule_{place}_{level}",
                "",
                max_chars=MOST_SIGNS,
            )
            for level in levels
        }


def _list_missing(sides: list[Side], topics: list[Topic]) -> list[str]:
    """What is still empty, in words."""
    missing = [f"the name of side {place}" for place, side in enumerate(sides, 1) if not side[1].strip()]
    parts = ("its name", "the question", "the minus pole", "the plus pole")
    return missing + [
        f"{part} of topic {place}" if part != "its name" else f"the name of topic {place}"
        for place, topic in enumerate(topics, 1)
        for part, text in zip(parts, topic[1:], strict=True)
        if not text.strip()
    ]
