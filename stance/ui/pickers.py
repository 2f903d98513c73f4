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
from stance.ui.links import Say, quote_names, read_link, tell, write_link
from stance.wording.drawn_lines import LINE_HELP

URL: Literal["query-params"] = "query-params"
ALIASES, DEFAULTS = "_aliases", "_defaults"
WINDOWS = {
    "0": "Default: 180 days for sides, 365 for actors",
    "90": "90 days",
    "180": "180 days",
    "365": "365 days",
    "730": "730 days",
}


def choose_one(
    column, label: str, titles: Mapping[str, str], key: str, *, first: str = "", say: Say | None = None, **settings
) -> str:
    """One of the keys of `titles` (not none), shown by its title; at first `first`, else the first one.

    What no reader has chosen follows the default when that changes: it is not in the link, which has to restore the view.
    `say` tells what is not among the choices, by default beside the box. `settings` are those of the widget, and with `draw`
    its name where it is no selectbox.
    """
    options, draw = sorted(titles, key=lambda option: option != first), settings.pop("draw", "selectbox")
    _follow_default(key, options)
    text = ""
    if missing := _read_choice(key, titles):
        shown = titles[st.session_state.setdefault(key, options[0])]
        text = f"{quote_names([missing])} is not among the choices here: “{shown}” is shown instead."
        text = f"{label}: {text}" if say else text
    tell(say or column.warning, key, text)
    return str(getattr(column, draw)(label, options, format_func=titles.__getitem__, key=key, bind=URL, **settings))


def _follow_default(key: str, options: list[str]) -> None:
    """Sets a box that shows its former default to the present one, the first of the options, and remembers that."""
    defaults = st.session_state.setdefault(DEFAULTS, {})
    held, default = st.session_state.get(key), options[0]
    if held in options and held == defaults.get(key) != default:
        st.session_state[key] = default
    defaults[key] = default


def choose_many(
    draw: Callable, label: str, titles: Mapping[str, str], key: str, *, say: Say | None = None, **settings
) -> tuple[str, ...]:
    """Some of the keys of `titles` in their order, by the widget `draw` (st.pills or st.multiselect); where there are none, no widget."""
    shown = {one: escape_markdown(title) if draw is st.pills else title for one, title in titles.items()}
    tell_left_out(label, shown, key, say or st.warning)
    if not titles:
        return ()
    chosen = draw(label, list(shown), format_func=shown.__getitem__, key=key, bind=URL, **settings)
    return tuple(one for one in titles if one in (chosen or ()))


def tell_left_out(label: str, titles: Mapping[str, str], key: str, say: Say) -> None:
    """Says which of the link's choices of many are not among the titles."""
    _drop_gone(key, titles)
    found = {one: understand(one, titles) for one in read_link(key)}
    missing = [one for one in found if found[one] is None]
    verb = "is" if len(missing) == 1 else "are"
    text = f"{label}: {quote_names(missing)} of the link {verb} not here and {verb} left out."
    tell(say, key, text if missing else "")
    meant = [titles[one] for one in dict.fromkeys(found.values()) if one is not None]
    if meant and not set(found) <= set(titles.values()):
        write_link(key, meant)


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
    write_link(key, titles[found])
    return ""


def _drop_gone(key: str, titles: Mapping[str, str]) -> None:
    """Leaves out of a box of many what is no longer among its titles."""
    held = st.session_state.get(key) or ()
    if any(one not in titles for one in held):
        st.session_state[key] = [one for one in held if one in titles]


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
    return choose_one(
        st, "Lines", BY, "by", draw="segmented_control", default="side", required=True, disabled=disabled
    )  # fmt: skip


def choose_window() -> int:
    """The trailing window in days; 0 is the default of the kind of line."""
    return int(choose_one(st, "Trailing window", WINDOWS, "window"))


def choose_line() -> str:
    """Which estimator draws the lines: a key of `LINES`."""
    return choose_one(st, "Line", LINES, "line", help=LINE_HELP)


def choose_tab(titles: Iterable[str], key: str) -> dict:
    """The tabs by title; only what stands in the open one need be made (see `is_open`)."""
    names = list(titles)
    missing = _read_choice(key, {name: name for name in names})
    tell(
        st.warning,
        key,
        f"{quote_names([missing])} is not among the tabs here: “{names[0]}” is open instead." if missing else "",
    )
    return dict(zip(names, st.tabs(names, key=key, bind=URL), strict=True))


def take_click(exhibit: Exhibit, key: str) -> None:
    """Takes the clicked mark of a picture over into the pickers of the evidence `key`; a click beside a mark does nothing."""
    points = st.session_state[exhibit.key]["selection"]["points"]
    place = exhibit.find_place(list(points[0]["customdata"])) if points and points[0].get("customdata") else None
    if place:
        chosen = {"topic": place.topic, "line": place.group, "when": place.mark[-1]}
        st.session_state.update({f"{key}_{name}": value for name, value in chosen.items()})
