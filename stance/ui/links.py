"""What a link asks for: its names, and what of it is not here, said and never dropped in silence.

Belongs here: which names a link may have, the sentences on what it names and is not there, and the address that keeps the
view. Not here: what each choice means (`pickers`), the link that is given away (`parts.share`).
What concerns a whole page is said in one box above it, since the filters at the side are folded away on a narrow screen.
An id in a link is understood, but Streamlit knows labels alone and would take it out of the address: the label is written
there, and the page run again with it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import streamlit as st

from stance.errors import make_visible
from stance.formats import escape_markdown, format_count
from stance.names import find_near

ABOVE, TOLD, AGAIN, REPLAYED = "_above", "_told", "_told_again", "_replayed"
MOST_NAMED, LONGEST = 3, 80
STAMP = "data"
EVIDENCE = ("point", "move", "gap_side", "gap_over", "group", "map", "pair", "after", "profile")
NAMES = frozenset(
    (
        *("dossier", STAMP, "topic", "side", "kind", "actor", "dates", "from", "until", "scores", "without"),
        *("by", "window", "line", "view", "one_topic", "moves", "period_before", "period_after"),
        *("gap_from", "gap_to", "gap_over_open", "map_x", "map_y", "pair_first", "pair_second"),
        *(f"pair_{line}_{end}" for line in ("first", "second") for end in ("from", "until")),
        *("event_kind", "event", "event_days", "around", "theme", "who", "statement", "search", "term"),
        *("review", "triage", "alike", "apart", "within", "steps", "claim_topic", "claim_line", "claim_kind"),
        *("method", "agreement", "scoring", "pair", "differing_pair", "desk", "check_size", "check_seed"),
        *(f"{key}_{part}" for key in EVIDENCE for part in ("topic", "line", "when", "as")),
        *(f"{key}{former}" for key in EVIDENCE for former in ("", "_end", "_date")),  # of earlier versions
    )
)
UNKNOWN = "The link names {names}, which {verb} here."
REPLACED = "{label}: “{asked}” of the link is not here: “{shown}” is shown instead."
Say = Callable[[str], Any]


@contextmanager
def heeded_link() -> Iterator[None]:
    """A run of a page, with the box above it."""
    place = st.empty()
    st.session_state.update({ABOVE: [], TOLD: {}, REPLAYED: st.session_state.pop(AGAIN, {})})
    if unknown := describe_unknown(list(st.query_params)):
        say_above(escape_markdown(unknown))
    yield
    if said := st.session_state[ABOVE]:
        place.warning(said[0] if len(said) == 1 else "\n".join(f"- {one}" for one in said))


def say_above(text: str) -> None:
    """Says a sentence (Markdown) above the page of this run."""
    st.session_state[ABOVE].append(text)


def describe_unknown(names: Sequence[str]) -> str:
    """Which of the names in a link no page has, each with the known one it is near to; "" for none."""
    unknown = [name for name in names if name not in NAMES]
    shown = [f"'{_shorten(name)}'{_suggest(name)}" for name in unknown[:MOST_NAMED]]
    more = len(unknown) - len(shown)
    listed = ", ".join([*shown, *([f"and {format_count(more, 'more name')}"] if more else [])])
    return (
        UNKNOWN.format(names=listed, verb="is no filter" if len(unknown) == 1 else "are no filters") if unknown else ""
    )


def _suggest(name: str) -> str:
    near = find_near(name[:LONGEST], sorted(NAMES))
    return f" (did you mean '{near}'?)" if near else ""


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return make_visible(line if len(line) <= LONGEST else line[: LONGEST - 1] + "…")


def quote_names(names: Sequence[str]) -> str:
    """The first few names in quotation marks, and how many there are besides."""
    shown = [f"“{_shorten(name)}”" for name in names[:MOST_NAMED]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def tell(say: Say, key: str, text: str) -> None:
    """Says what the link asked of a picker and did not get ("" for nothing), once more in a run for the address's sake."""
    if text := text or st.session_state.get(REPLAYED, {}).pop(key, ""):
        st.session_state.setdefault(TOLD, {})[key] = text
        say(escape_markdown(text))


def write_link(key: str, labels: str | list[str]) -> None:
    """Writes what the link asks of a picker as the picker's own labels, and runs the page again; what it told is told again."""
    st.query_params[key] = labels
    st.session_state[AGAIN] = st.session_state[TOLD]
    st.rerun()


def read_link(key: str) -> list[str]:
    """What the link asks of a picker, where that has no value yet; without empty texts."""
    return [] if key in st.session_state else [one for one in st.query_params.get_all(key) if one]


def draw_heeding(
    label: str, key: str, draw: Callable[[], Any], write: Callable[[Any], list[str]], say: Say | None = None
) -> Any:
    """The value of a widget that Streamlit itself fills from the link; says where it is not what the link asks for.

    `write` gives the value as a link holds it.
    """
    asked = read_link(key)
    value = draw()
    shown = write(value)
    replaced = asked and sorted(map(_fold, asked)) != sorted(map(_fold, shown))
    about = {"asked": _shorten(" to ".join(asked[:MOST_NAMED])), "shown": " to ".join(shown)}
    tell(say or st.warning, key, REPLACED.format(label=label, **about) if replaced else "")
    return value


def _fold(text: str) -> str:
    """A text as it is compared: numbers by their value."""
    try:
        return str(float(text))
    except ValueError:
        return text.strip().casefold()
