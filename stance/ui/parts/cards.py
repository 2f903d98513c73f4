"""Statements as cards: text, who, when, where, source with link, number, and how far it moves the point.

Everything that a dossier holds is hostile until escaped: a card is HTML made here from escaped cells, so no text
can carry markup, an image or a script.
"""

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from stance.dossier.codebook import Codebook, Topic
from stance.dossier.loading import Dossier, join_sources
from stance.dossier.source_links import name_source
from stance.formats import format_number, format_when, upper_first
from stance.ui.private import shows_own
from stance.wording.profile import SPEECH

CARDS_AT_FIRST, MOST_CARDS = 8, 500


def _records(rows: pd.DataFrame, dossier: Dossier) -> list[dict]:
    return rows.assign(dossier=dossier.slug).to_dict("records")


def write_card(row: dict) -> str:
    """A statement behind a number as a card: what it says, its marks and source, its score, weight and effect."""
    return f"""<article class="card" data-statement="{escape(row["statement"], quote=True)}">{_write_head(row)}
<p class="number">{_write_number(row)}</p></article>"""


def write_bare(row: dict) -> str:
    """A statement as a card for whoever codes it: no code, no note of the curator, and no link to its own address, which shows both."""
    return f'<article class="card">{_write_said(row, f"Source: {link_source(row)}")}</article>'


def _write_head(row: dict) -> str:
    return _write_said(row, write_source(row))


def _write_said(row: dict, source: str) -> str:
    quoted = f'<p class="quiet">Quoted: “{escape(row["key_phrase"])}”</p>' if row["key_phrase"] else ""
    return f"""<p class="said">{escape(row["text"])}</p>{quoted}
<p><b>{escape(row["name"])}</b>{_more(", ", row["office"])}<br>{_write_when(row)}{_more(" · ", row["venue"])}
 · {escape(SPEECH.get(row["speech"], row["speech"]))}</p>
<p>{source}</p>{_write_marks(row)}"""


def _write_marks(row: dict) -> str:
    """What to know before quoting: unnamed speaker, relayed, translated or weak source; said at home or abroad."""
    place = {"home": "said at home", "abroad": "said abroad"}.get(row["place"], "")
    marks = [f'<span class="mark">{escape(mark)}</span>' for mark in row["marks"].split(", ") if mark]
    parts = [*marks, f'<span class="quiet">{place}</span>' if place else ""]
    return f"<p>{' '.join(filter(None, parts))}</p>" if any(parts) else ""


def _more(sign: str, value: str) -> str:
    return f"{sign}{escape(value)}" if value else ""


def _write_when(row: dict) -> str:
    return format_when(row["date"], row["date_precision"])


def write_source(row: dict) -> str:
    """The source of a statement as HTML: publisher, title, relay and kind, linked where there is an address."""
    linked = link_source(row) + ("" if row["url"] else " (no link)")
    relay = _more(", relaying ", row["origin"])
    kind = f" · {escape(row['source_kind'])} source" if row["source_kind"] not in ("", "weak") else ""
    return f"Source: {linked}{relay}{kind} · {link_statement(row)}"


def link_statement(row: dict) -> str:
    """The id of a statement as HTML, linked to its address: the statement with its context, in a tab of its own.

    A dossier of the visitor's own is in no other tab, so nothing leads there.
    """
    if shows_own():
        return escape(row["statement"])
    own = {name: row[name] for name in ("statement", "dossier") if name in row}
    return _link(f"statements?{urlencode(own)}", row["statement"])


def link_source(row: dict) -> str:
    """The name of a source as HTML (publisher, title and day, else its id), linked where there is an address."""
    return _link(row["url"], name_source(row))


def _link(url: str, name: str) -> str:
    text = escape(name)
    return f'<a href="{escape(url, quote=True)}" target="_blank" rel="noopener noreferrer">{text}</a>' if url else text


def _write_number(row: dict) -> str:
    if row["scored_by"] == "coder":
        number = f"Code <b>{format_number(row['score'], 0)}</b>"
    else:
        corrected = f", corrected by {format_number(row['correction'], 2)} for the side" if row["correction"] else ""
        number = (
            f"Classifier’s score <b>{format_number(row['score'], 2)}</b> (typical error {row['spread']:.2f}{corrected})"
        )
    effect = "the only statement" if pd.isna(row["effect"]) else f"moves the point by {format_number(row['effect'], 2)}"
    return f"{number} · {effect} · weight {row['weight']:.1%}"


def show_statement(dossier: Dossier, row: pd.Series) -> None:
    """One statement in full: text, speaker, source, and per topic code, codings, score and probability."""
    cells = {name: "" if pd.isna(value) else value for name, value in row.items()}
    day = pd.Timestamp(cells["date"])
    head = _write_head(cells | {"date": day, "dossier": dossier.slug})
    card = head + "".join(_write_topic(cells, topic) for topic in dossier.codebook.topics)
    note = f'<p class="quiet">Note of the curator: {escape(str(cells["note"]))}</p>' if cells["note"] else ""
    st.html(f'<div class="cards"><article class="card">{card}{note}</article></div>')


def show_statements(dossier: Dossier, ids: Iterable[str], relations: Sequence[str] = ()) -> None:
    """Statements as cards, in the order of their ids, each with its codes, and under its relation where these are given."""
    rows = dossier.statements.set_index("statement", drop=False).loc[list(ids)].reset_index(drop=True)
    records = _records(join_sources(rows, dossier.sources), dossier)
    pairs = zip(records, relations or [""] * len(records), strict=True)
    if cards := [_write_coded(row, relation, dossier.codebook) for row, relation in pairs]:
        st.html(join_cards(cards))


def _write_coded(row: dict, relation: str, codebook: Codebook) -> str:
    above = f'<p class="quiet">{escape(upper_first(relation))}</p>' if relation else ""
    return (
        f'<article class="card" data-statement="{escape(row["statement"], quote=True)}">{above}{_write_head(row)}'
        f'<p class="number">{_write_codes(row, codebook)}</p></article>'
    )


def _write_codes(row: dict, codebook: Codebook) -> str:
    """The codes of a statement: "Access +1 · Quota −2"; what stands for none."""
    codes = [f"{escape(t.title)} <b>{format_number(row[t.id], 0)}</b>" for t in codebook.topics if pd.notna(row[t.id])]
    return " · ".join(codes) or ("speaks to no topic" if row["coded"] else "not coded")


def show_pair(dossier: Dossier, first: str, second: str, topic: Topic) -> None:
    """Two statements beside one another, each with its code on the topic that they are compared on."""
    rows = dossier.statements[dossier.statements["statement"].isin([first, second])]
    cards = [
        f'<article class="card">{_write_head(row)}<p class="number"><b>{escape(topic.title)}</b>: '
        f"code {format_number(row[topic.id], 0)}</p></article>"
        for row in _records(join_sources(rows, dossier.sources), dossier)
    ]
    st.html(f'<div class="cards">{"".join(cards)}</div>')


def _write_topic(cells: dict, topic: Topic) -> str:
    parts = [
        f"{escape(name.split(': ', 1)[1])} {_format_cell(name, value)}"
        for name, value in cells.items()
        if name.startswith(f"{topic.id}: ")
    ]
    return f'<p class="number"><b>{escape(topic.title)}</b>: {" · ".join(parts)}</p>'


def _format_cell(name: str, value) -> str:
    if value == "":
        return "none"
    if name.endswith("probability"):
        return f"{value:.0%}"
    if name.endswith("direction"):
        return str(value)
    return format_number(float(value), 2 if name.endswith("score") else 0)


def choose_cards(count: int, key: str) -> int:
    """How many of so many cards are shown: a few at first, all on demand, or as many of them as a page bears."""
    if count <= CARDS_AT_FIRST:
        return count
    label = f"Show all {count} cards" if count <= MOST_CARDS else f"Show the first {MOST_CARDS} of {count:,} cards"
    return min(count, MOST_CARDS) if st.toggle(label, key=f"every_card_{key}") else CARDS_AT_FIRST


def join_cards(cards: Iterable[str]) -> str:
    """Cards side by side."""
    return f'<div class="cards">{"".join(cards)}</div>'
