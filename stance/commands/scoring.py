"""The command that scores a table."""

import argparse
import sys

import pandas as pd

from stance.commands.inputs import load_named
from stance.files import write_whole


def score(options: argparse.Namespace) -> None:
    """Scores every row of a table: adds how much of its text is known, and five columns a topic."""
    from stance.classifier.batch import score_table
    from stance.dossier.parquet import add_columns, is_parquet
    from stance.dossier.tables import read_table, write_table

    dossier = load_named(options.dossier)
    table = read_table(options.table)
    added, warnings = score_table(table, dossier, options.models, options.table.name)
    for warning in warnings:
        print(f"Warning: {warning}", file=sys.stderr)
    if is_parquet(options.table) and is_parquet(options.out):
        write_whole(options.out, add_columns(options.table, added))
    else:
        write_table(pd.concat([table, added], axis=1), options.out)
