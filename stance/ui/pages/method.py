"""The Method page: what the numbers mean, how well they hold, and where they end."""

import re
from dataclasses import replace

import streamlit as st

from stance.classifier.cards import load_card
from stance.dossier.loading import Dossier
from stance.errors import ModelError
from stance.estimates.rules import ACTOR_WINDOW, MIN_SOURCES, MIN_STATEMENTS, SIDE_WINDOW
from stance.estimates.scored import CODES
from stance.estimates.selection import default_selection
from stance.exhibits.reliability import make_reliability
from stance.exhibits.replication import make_replication
from stance.exhibits.statements import make_record
from stance.files import read_text
from stance.formats import escape_markdown
from stance.limits import NOTES_BYTES
from stance.ui.caches import fetch_check, fetch_exhibit, fetch_text, find_models
from stance.ui.frame import is_dark, show_title, shown_errors
from stance.ui.parts.exhibits import draw, show_sentences
from stance.ui.parts.tables import show_table
from stance.ui.pickers import choose_tab
from stance.ui.sidebar import current_filters, say_unfiltered
from stance.wording.drawn_lines import SAME
from stance.wording.model_card import describe_model_card
from stance.wording.thresholds import list_thresholds
from stance.wording.trials import describe_replication

POSITION = f"""
**A position** is where a side or an actor stood on one topic at a date, read from what it said in public in a trailing
window (by default {SIDE_WINDOW} days for sides, {ACTOR_WINDOW} for actors). No position uses a later statement, unless you choose
the smoother.

- Each **source** counts once: a position is the mean of source means, so ten points of one speech are one voice.
- The **band** is a 90 % t interval. Two or three sources say little about their own spread, so the variance borrows from
  the other groups of the topic in the same window. Sources of one speaker and of one week resemble each other and count for
  less; near a pole the band reaches further towards the middle. It is for the mean of the window, not for the last day of it:
  where a line moves fast, the position at the date lies outside more often (docs/decisions/lines.md). Where scores come from the classifier, they are corrected by what the
  coded statements of the side show of its leaning, and its typical error and that of the correction are added.
- **Least evidence**: {MIN_STATEMENTS} statements from {MIN_SOURCES} sources. Below that the line breaks. Silence is not neutrality:
  0 is a position, a gap is silence.
- **Score source**: *best available* takes the code of a coded statement and the classifier's score of any other;
  *classifier only* takes cross-fitted scores for all, *codes only* leaves uncoded statements out.
- **Moves the point by** is the position with all its statements minus the position without this one.

**Another line** can be drawn on *Positions*. {SAME}

- **Trailing mean**, the default: the mean of the window, as above. It says what the sources of the window said on average.
- **Filter**: the position at the date itself, by all statements up to it, the recent ones above all. Speakers, weeks and sources
  that repeat themselves share their weight, so the line of a side is where its *typical speaker* stands; it knows nothing later.
- **Smoother**: the same by later statements as well: where they stood as seen from today, not what could be known then.

How fast positions move and how far scores scatter is fitted once to the whole dossier, for sides and for actors, by topic.
Neither line foretold a second batch of statements better than the trailing mean did, which therefore stays the default;
in simulations their bands hold the position *at the date* more often (docs/decisions/lines.md).

**A position is not** what an actor believes, wants in private or would sign; not an average of all that was said, but of
what was found; and not a forecast. A change that followed an event was not therefore caused by it.
"""

LIMITS = """
- **Statements are not positions.** Leaders bargain in public; a hard line may be a move in the game.
- **The sample is purposive, not a census.** See the data sheet for how statements were found and where the record is thin.
- **The codes** are as good as their coders: who they are and how far they agree stands under *Agreement*.
- **Selection of speakers matters.** A side's line moves when other people speak, not only when they change their minds.
- **Bands cover chance among sources**, not what was never published, found or translated.
- **The classifier** reads words, not meaning; its figures are under *Classifier*.
- **Dates known to their month only** count in a window that holds the whole month, so they enter a line when their month
  is over; around an event within their month they are left out, and their number is said.
- **Many comparisons** are on view. A single 90 % interval leaves out 0 by chance up to one time in ten, the largest of many
  far more often. A change is therefore named only by a bar that the largest of all changes of a page together reaches one time in
  ten where nothing moves; a swing has to reach it at the dates around it as well, and carries an interval as wide as that bar
  (`python -m benchmarks.headlines`).
"""


def show_method() -> None:
    """Title and the open tab; the filters at the side do not apply."""
    dossier, _ = current_filters()
    say_unfiltered()
    about = f"How the numbers of “{dossier.codebook.title}” are made, how well they hold, and where they end."
    show_title("Method", about)
    tabs = choose_tab(TABS, "method")
    (title,) = [one for one in TABS if tabs[one].open]
    with tabs[title]:
        TABS[title](dossier)


def _show_positions(dossier: Dossier) -> None:  # noqa: ARG001 - as the other tabs
    st.markdown(POSITION)
    st.markdown("**Words and the numbers behind them**")
    st.markdown(fetch_text(_write_thresholds))


def _write_thresholds() -> str:
    return _write_table(("phrase", "used when", "number"), list_thresholds().astype(str).to_numpy().tolist())


def _show_codebook(dossier: Dossier) -> None:
    st.markdown(fetch_text(_write_codebook, dossier))


def _write_codebook(dossier: Dossier) -> str:
    """The codebook as Markdown: topics with their codes, and the coding rules."""
    codebook = dossier.codebook
    about = escape_markdown(f"codebook version {codebook.version}. {codebook.places}")
    parts = [f"**{escape_markdown(codebook.title)}**, {about}"]
    for topic in codebook.topics:
        levels = [(f"{level.code:+d}" if level.code else "0", level.rule) for level in topic.levels]
        parts += [f"### {escape_markdown(f'{topic.title}: {topic.question}')}", _write_table(("code", "rule"), levels)]
    rules = [f"{number}. {escape_markdown(rule)}" for number, rule in enumerate(codebook.coding_rules, 1)]
    return "\n\n".join([*parts, *(["### Coding rules", "\n".join(rules)] if rules else [])])


def _write_table(head: tuple[str, ...], rows) -> str:
    """A table as Markdown, its cells escaped."""
    lines = [" | ".join(escape_markdown(" ".join(cell.split())) for cell in row) for row in (head, *rows)]
    return "\n".join(f"| {line} |" for line in (lines[0], " | ".join(["---"] * len(head)), *lines[1:]))


def _show_classifier(dossier: Dossier) -> None:
    """The model card, and whether the classifier is as sure as it is right."""
    try:
        card = fetch_text(_write_card, dossier)
    except ModelError as error:
        st.info(escape_markdown(str(error)), icon="ℹ️")
        return
    st.markdown(card)
    exhibit = fetch_check(make_reliability, dossier, default_selection(dossier.codebook), dark=is_dark())
    st.subheader(exhibit.title, anchor=False)
    st.caption(escape_markdown(exhibit.note))
    columns = st.columns(len(dossier.codebook.topics))
    for place, panel in enumerate(exhibit.panels):
        with columns[place // 2]:
            show_sentences(panel)
            draw(panel)


def _write_card(dossier: Dossier) -> str:
    """The model card; raises ModelError where there is no classifier, or one that is refused."""
    card = load_card(find_models(dossier), dossier)
    return _demote(describe_model_card(card, dossier))


def _show_replication(dossier: Dossier) -> None:
    """What a later batch of statements says of the positions from the first, by codes alone."""
    everyone = replace(default_selection(dossier.codebook), sides=tuple(dossier.codebook.side_ids), score_source=CODES)
    exhibit = fetch_exhibit(make_replication, dossier, everyone)
    if exhibit.table is None:
        st.info(escape_markdown(" ".join(exhibit.sentences)), icon="ℹ️")
        return
    st.subheader(exhibit.title, anchor=False)
    st.caption(escape_markdown(exhibit.subtitle))
    show_sentences(exhibit)
    st.caption(escape_markdown(exhibit.note))
    _show_batches_of_card(dossier)
    show_table(exhibit.table, exhibit.key)


def _show_batches_of_card(dossier: Dossier) -> None:
    """How the classifier fared on each later batch; nothing without one."""
    try:
        said = fetch_text(_write_batches, dossier)
    except ModelError:
        return
    st.markdown(f"**The classifier on what was added later**\n\n{said}")


def _write_batches(dossier: Dossier) -> str:
    card = load_card(find_models(dossier), dossier)
    return describe_replication(card, dossier.codebook)


def _show_datasheet(dossier: Dossier) -> None:
    for name in ("events", "figures"):
        _show_record(dossier, name)
    with shown_errors("readme"):
        if text := fetch_text(_read_datasheet, dossier):
            st.markdown(text)
        else:
            st.info("This dossier has no README.md: say there how its statements were found and coded.", icon="ℹ️")


def _show_record(dossier: Dossier, name: str) -> None:
    """A table of the dossier, folded away."""
    exhibit = fetch_exhibit(make_record, dossier, default_selection(dossier.codebook), name=name)
    if exhibit.table is None:
        st.info(escape_markdown(" ".join(exhibit.sentences)), icon="ℹ️")
        return
    with st.expander(exhibit.title):
        show_table(exhibit.table, name)


def _read_datasheet(dossier: Dossier) -> str:
    """The README of the dossier as Markdown, "" where there is none; raises DataError where it cannot be read."""
    path = dossier.folder / "README.md"
    return _demote(read_text(path, NOTES_BYTES)) if path.exists() or path.is_symlink() else ""


def _show_limits(dossier: Dossier) -> None:  # noqa: ARG001 - as the other tabs
    st.markdown(LIMITS)


def _demote(text: str) -> str:
    """Markdown with its headings one level down and without images: a page has one first-level heading."""
    return re.sub(r"!\[", r"\\![", re.sub(r"^#", "##", text, flags=re.MULTILINE))


TABS = {
    "Positions": _show_positions,
    "Codebook": _show_codebook,
    "Classifier": _show_classifier,
    "Replication": _show_replication,
    "Data sheet": _show_datasheet,
    "Limits": _show_limits,
}
