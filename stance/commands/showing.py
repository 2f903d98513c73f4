"""The commands that show what is known: positions, report, export, rebuild."""

import argparse
import sys
from dataclasses import replace
from datetime import date

import pandas as pd

from stance.commands.inputs import choose_source, load_named, read_scores
from stance.dossier.outputs import refuse_large
from stance.files import write_together, write_whole


def positions(options: argparse.Namespace) -> None:
    """Prints or writes the positions of sides or actors at every date."""
    from stance.dossier.tables import to_csv_bytes, write_table
    from stance.estimates.scored import score_statements
    from stance.estimates.selected import estimate_positions
    from stance.estimates.selection import Selection

    dossier = load_named(options.dossier)
    book = dossier.codebook
    chosen = Selection(
        tuple(book.topic_ids), tuple(book.side_ids), *book.period, by=options.by, window_days=options.window
    )
    source = choose_source(dossier, options)
    scored = score_statements(dossier, read_scores(dossier, options, source), source)
    estimates = estimate_positions(dossier, scored, chosen)
    table = (
        estimates.drop(columns="half").assign(date=pd.to_datetime(estimates["date"]).dt.strftime("%Y-%m-%d")).round(4)
    )
    if options.out:
        write_table(table, options.out)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(to_csv_bytes(table))


def report(options: argparse.Namespace) -> None:
    """Writes findings, figures, codebook and all statements as one HTML file that opens without a server."""
    from stance.report import write_report

    dossier = load_named(options.dossier)
    refuse_large(len(dossier.statements), "a report")
    source = choose_source(dossier, options)
    text = write_report(dossier, read_scores(dossier, options, source), day=date.today(), score_source=source)
    write_whole(options.out, text.encode())


def export(options: argparse.Namespace) -> None:
    """Writes the default view of a dossier as an archive that `rebuild` can make again."""
    from stance.estimates.scored import score_statements
    from stance.estimates.selection import default_selection
    from stance.estimates.view import View
    from stance.exhibits.drawn import list_drawn
    from stance.exhibits.lines import make_lines
    from stance.exhibits.topic_boxes import make_topic_boxes
    from stance.export import build_archive

    dossier = load_named(options.dossier)
    source = choose_source(dossier, options)
    scores = read_scores(dossier, options, source)
    chosen = default_selection(dossier.codebook, source)
    chosen = replace(chosen, by=options.by, window_days=options.window)
    scored = score_statements(dossier, scores, chosen.score_source)
    exhibits = [make(dossier, scored, chosen) for make in (make_lines, make_topic_boxes)]
    view = View(chosen, lines=list_drawn(dossier, chosen))
    whole = build_archive(dossier, scores, view, exhibits=exhibits, url="", day=date.today())
    write_whole(options.out, whole)


def rebuild(options: argparse.Namespace) -> None:
    """Makes an archive again and says of every file how it was compared; 11 where anything differs."""
    from stance.dossier.tables import to_csv_bytes
    from stance.export import rebuild, refuse_differences, write_comparison

    made = rebuild(options.archive)
    print(write_comparison(made))
    if options.out:
        write_together({options.out / f"{name}.csv": to_csv_bytes(table) for name, table in made.tables.items()})
    refuse_differences(made)
