"""Pickers: one way for every choice on a page. Each is in the link, and its box always shows what the page shows.

Belongs here: a choice, its link and its box. Not here: what is chosen for (`sidebar`, the pages).
Links carry unique labels; an id or a former title in a link is understood too. What a link or a box names and is not
there is replaced, in the box as well, with a sentence.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.scored import FORMER_LABELS
from stance.estimates.selection import BY, LINES
from stance.exhibits.exhibit import Exhibit
from stance.formats import escape_markdown
from stance.wording.drawn_lines import LINE_HELP

URL: Literal["query-params"] = "query-params"
ALIASES, DEFAULTS = "_aliases", "_defaults"
WINDOWS = {
    0: "Default: 180 days for sides, 365 for actors",
    90: "90 days",
    180: "180 days",
    365: "365 days",
    730: "730 days",
}


def choose_one(column, label: str, titles: Mapping[str, str], key: str, *, first: str = "", **settings) -> str:
    """One of the keys of `titles` (not none), shown by its title; at first `first`, else the first one.

    What no reader has chosen follows the default when that changes: it is not in the link, which has to restore the view.
    `settings` are those of st.selectbox.
    """
    options = sorted(titles, key=lambda option: option != first)
    _follow_default(key, options)
    if missing := _read_choice(key, titles):
        shown = titles[st.session_state.setdefault(key, options[0])]
        text = f"“{missing[:80]}” is not among the choices here: “{shown}” is shown instead."
        column.warning(escape_markdown(text))
    return column.selectbox(label, options, format_func=titles.__getitem__, key=key, bind=URL, **settings)


def take_former(key: str, titles: Mapping[str, str]) -> None:
    """Takes the id or the former label of a choice over from the link, for a widget that knows its present labels alone."""
    _read_choice(key, titles)


def _follow_default(key: str, options: list[str]) -> None:
    """Sets a box that shows its former default to the present one, the first of the options, and remembers that."""
    defaults = st.session_state.setdefault(DEFAULTS, {})
    held, default = st.session_state.get(key), options[0]
    if held in options and held == defaults.get(key) != default:
        st.session_state[key] = default
    defaults[key] = default


def choose_many(draw: Callable, label: str, titles: Mapping[str, str], key: str, **settings) -> tuple[str, ...]:
    """Some of the keys of `titles` in their order, by the widget `draw` (st.pills or st.multiselect)."""
    shown = {one: escape_markdown(title) if draw is st.pills else title for one, title in titles.items()}
    asked = _read_choices(key, shown)
    if asked:
        names = ", ".join(f"“{one[:80]}”" for one in asked)
        st.warning(escape_markdown(f"{label}: {names} of the link is not here and is left out."))
    chosen = draw(label, list(shown), format_func=shown.__getitem__, key=key, bind=URL, **settings)
    return tuple(one for one in titles if one in (chosen or ()))


def _read_choice(key: str, titles: Mapping[str, str]) -> str:
    """What the box or the link names and is not there ("" for nothing); other spellings of a choice are taken over."""
    held = st.session_state.get(key)
    if held is not None:
        if held in titles:
            return ""
        del st.session_state[key]
        return name_choice(held)
    asked = st.query_params.get(key, "")
    if not asked or asked in titles.values():
        return ""
    if (found := understand(asked, titles)) is None:
        return asked
    st.session_state[key] = found
    return ""


def _read_choices(key: str, titles: Mapping[str, str]) -> list[str]:
    """The same for a widget of many: what is left of the link's choices without a meaning here."""
    if key in st.session_state:
        held = st.session_state[key] or ()
        if any(one not in titles for one in held):
            st.session_state[key] = [one for one in held if one in titles]
        return []
    asked = st.query_params.get_all(key)
    found = {one: understand(one, titles) for one in asked}
    if asked and any(found[one] is None or one not in titles.values() for one in asked):
        known = [one for one in found.values() if one is not None]
        if known:
            st.session_state[key] = list(dict.fromkeys(known))
    return [one for one in asked if found[one] is None]


def remember_labels(dossier: Dossier) -> None:
    """Keeps the dossier's other names for the links of this run: ids, and titles of former times."""
    st.session_state[ALIASES] = dossier


def name_choice(value: object) -> str:
    """A choice that is gone, by the name that its box showed."""
    dossier = st.session_state.get(ALIASES)
    labels = dossier.label_topics() | dossier.label_sides() | dossier.label_actors() if dossier else {}
    return str(labels.get(value, value))


def understand(asked: str, titles: Mapping[str, str]) -> str | None:
    """The key that a link means: by its label, its id, or a former title; None where it means none of them."""
    by_title = {title: one for one, title in titles.items()} | {
        was: one for was, one in FORMER_LABELS.items() if one in titles
    }
    if asked in by_title or asked in titles:
        return by_title.get(asked, asked)
    dossier = st.session_state.get(ALIASES)
    return dossier.find_by_label(asked, among=titles) if dossier else None


def choose_by(*, disabled: bool = False) -> str:
    """Lines by side or by actor."""
    chosen = st.segmented_control(
        "Lines",
        list(BY),
        format_func=BY.__getitem__,
        default="side",
        required=True,
        key="by",
        bind=URL,
        disabled=disabled,
    )
    return str(chosen or "side")


def choose_window() -> int:
    """The trailing window in days; 0 is the default of the kind of line."""
    return int(st.selectbox("Trailing window", list(WINDOWS), format_func=WINDOWS.__getitem__, key="window", bind=URL))


def choose_line() -> str:
    """Which estimator draws the lines: a key of `LINES`."""
    return choose_one(st, "Line", LINES, "line", help=LINE_HELP)


def choose_tab(titles: Iterable[str], key: str) -> dict:
    """The tabs by title; only what stands in the open one need be made (see `is_open`)."""
    names = list(titles)
    return dict(zip(names, st.tabs(names, key=key, bind=URL), strict=True))


def take_click(exhibit: Exhibit, key: str) -> None:
    """Takes the clicked mark of a picture over into the pickers of the evidence `key`; a click beside a mark does nothing."""
    points = st.session_state[exhibit.key]["selection"]["points"]
    place = exhibit.find_place(list(points[0]["customdata"])) if points and points[0].get("customdata") else None
    if place:
        chosen = {"topic": place.topic, "line": place.group, "when": place.mark[-1]}
        st.session_state.update({f"{key}_{name}": value for name, value in chosen.items()})
