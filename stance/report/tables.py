"""The parts of a report that are tables: movement, figures, codebook, statements, sources.

Belongs here: rows and columns of the report. Not here: estimates, pictures.
"""

import pandas as pd

from stance.dossier.codebook import Codebook
from stance.dossier.loading import Dossier, join_sources
from stance.estimates.movement import state_sign
from stance.formats import format_count, format_number
from stance.report.findings import Findings
from stance.report.markup import Html, join, write_details, write_link, write_table, write_tag
from stance.wording import Line
from stance.wording.selections import describe_ends, describe_span

MOVEMENT_NUMBERS = ("before", "after", "change", "90 % interval", "sign", "n", "sources")


def write_movement(dossier: Dossier, findings: Findings) -> Html:
    """Every known change by side and by actor, and how many lines have too little evidence for one."""
    ends = f"{describe_ends(findings.selection)}, {describe_span(findings.selection)}"
    sides = _list_moves(findings.movement, findings.voices, dossier.codebook)
    actors = _list_moves(findings.movement_of_actors, findings.actors, dossier.codebook)
    lines = findings.movement_of_actors["change"].isna().sum()
    short = (
        f"{format_count(int(lines), 'line')} of actors and topics with too few statements in either period left out."
    )
    told = "Sign: the probability that the change has the sign it shows. n and sources: before and after."
    return join(
        [
            write_tag("p", f"The change of each position, {ends}. {told}"),
            write_table(sides, "Movement by side", numbers=MOVEMENT_NUMBERS),
            write_details(
                f"By actor ({format_count(len(actors), 'row')})",
                write_tag("p", short),
                write_table(actors, "Movement by actor", numbers=MOVEMENT_NUMBERS),
            ),
        ]
    )


def _list_moves(movement: pd.DataFrame, voices: dict[str, Line], codebook: Codebook) -> pd.DataFrame:
    known = movement[movement["change"].notna() & movement["group"].isin(list(voices))]
    rows = [
        {
            "line": voices[row.group].name,
            "topic": codebook.topic(row.topic).title,
            "before": format_number(row.before, 2),
            "after": format_number(row.after, 2),
            "change": format_number(row.change, 2),
            "90 % interval": f"{format_number(row.low, 2)} to {format_number(row.high, 2)}",
            "sign": f"{state_sign(row.change, row.low, row.high):.0%}",
            "n": f"{row.statements_before}, {row.statements_after}",
            "sources": f"{row.sources_before}, {row.sources_after}",
        }
        for row in known.itertuples()
    ]
    return pd.DataFrame(rows, columns=["line", "topic", *MOVEMENT_NUMBERS])


def write_figures(dossier: Dossier) -> Html:
    """The numbers of figures.csv; "" without any."""
    if dossier.figures.empty:
        return Html("")
    rows = dossier.figures
    table = pd.DataFrame(
        {
            "measure": rows["measure"],
            "value": [f"{value:.15g}" for value in rows["value"]],
            "unit": rows["unit"],
            "date": rows["date"].dt.strftime("%Y-%m-%d"),
            "source": rows["source"],
        }
    )
    text = "Numbers that sources state, for context; they enter no position."
    return join([write_tag("p", text), write_table(table, "Figures that sources state", numbers=("value",))])


def write_codebook(codebook: Codebook) -> Html:
    """Every topic with its poles and the rule of each level, the sides, and the rules for coding."""
    sides = pd.DataFrame(
        [(side.title, f"owns the {side.pole} pole" if side.pole else "owns no pole") for side in codebook.sides],
        columns=["side", "pole"],
    )
    parts: list[object] = [write_tag("p", codebook.places)] if codebook.places else []
    parts.append(write_table(sides, "Sides"))
    for topic in codebook.topics:
        levels = pd.DataFrame(
            [(format_number(level.code, 0), level.rule) for level in topic.levels], columns=["code", "rule"]
        )
        parts += [
            write_tag("h3", f"{topic.title}: {topic.question}"),
            write_tag("p", f"From {format_number(topic.codes[0], 0)} ({topic.minus}) to "
                           f"{format_number(topic.codes[-1], 0)} ({topic.plus})."),
            write_table(levels, f"{topic.title}: levels"),
        ]  # fmt: skip
    rules = [write_tag("li", rule) for rule in codebook.rules]
    parts += [write_tag("h3", "Coding rules"), write_tag("ol", *rules)] if rules else []
    return join(parts)


def write_statements(dossier: Dossier) -> Html:
    """Every statement of the dossier, oldest first: id, day, who, side, text, codes, source."""
    rows, sides = join_sources(dossier.statements, dossier.sources), {s.id: s.title for s in dossier.codebook.sides}
    table = pd.DataFrame(
        {
            "id": rows["statement"],
            "date": rows["date"].dt.strftime("%Y-%m-%d"),
            "who": rows["name"],
            "side": rows["side"].map(sides),
            "text": rows["text"],
            "codes": [_write_codes(row, dossier.codebook) for _, row in rows.iterrows()],
            "source": [_link_source(row) for row in rows.to_dict("records")],
        }
    )
    note = "Texts are those of the dossier. Not coded: read by the classifier alone, where there is one."
    title = format_count(len(table), "statement")
    return write_details(title, write_tag("p", note), write_table(table, "All statements"))


def _write_codes(row: pd.Series, codebook: Codebook) -> str:
    if not row["coded"]:
        return "not coded"
    codes = [f"{t.title} {format_number(row[t.id], 0)}" for t in codebook.topics if pd.notna(row[t.id])]
    return ", ".join(codes) or "silent on every topic"


def _link_source(row: dict) -> Html:
    return write_link(row["url"], row["publisher"] or row["source"])


def write_sources(dossier: Dossier) -> Html:
    """Every source with the number of its statements."""
    rows, counts = dossier.sources, dossier.statements["source"].value_counts()
    table = pd.DataFrame(
        {
            "source": rows["source"],
            "publisher": rows["publisher"],
            "relayed from": rows["origin"],
            "kind": rows["kind"],
            "title": [write_link(url, title or url) for url, title in zip(rows["url"], rows["title"], strict=True)],
            "published": rows["published"],
            "n": rows["source"].map(counts).fillna(0).astype(int),
        }
    )
    title = format_count(len(table), "source")
    return write_details(title, write_table(table, "Sources, with the number of their statements", numbers=("n",)))
