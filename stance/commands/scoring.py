"""The command that scores a table."""

import argparse
import sys
import time
from pathlib import Path

import pandas as pd

from stance.commands.inputs import load_named
from stance.dossier.loading import Dossier
from stance.errors import UsageError
from stance.files import write_whole


def score(options: argparse.Namespace) -> None:
    """Scores every row of a table: adds how much of its text is known, and five columns a topic."""
    dossier = load_named(options.dossier)
    if names_folder(options.out):
        warnings = _score_into_folder(options, dossier)
    elif options.workers or options.scheduler:
        raise UsageError("--workers and --scheduler go with an --out that is a folder. Name one without an ending.")
    else:
        warnings = _score_into_file(options, dossier)
    for warning in warnings:
        print(f"Warning: {warning}", file=sys.stderr)


def names_folder(out: Path) -> bool:
    """Whether a name stands for a folder of parts: it has no ending."""
    return not out.suffix


def _score_into_file(options: argparse.Namespace, dossier: Dossier) -> list[str]:
    from stance.classifier.batch import score_table
    from stance.dossier.parquet import add_columns
    from stance.dossier.spellings import is_parquet
    from stance.dossier.tables import read_table, write_table

    table = read_table(options.table)
    added, warnings = score_table(table, dossier, options.models, options.table.name)
    if is_parquet(options.table) and is_parquet(options.out):
        write_whole(options.out, add_columns(options.table, added))
    else:
        write_table(pd.concat([table, added], axis=1), options.out)
    return warnings


def _score_into_folder(options: argparse.Namespace, dossier: Dossier) -> list[str]:
    from stance.classifier.streaming import Plan, score_parts
    from stance.dossier.spellings import is_parquet

    if not is_parquet(options.table):
        raise UsageError(
            f"{options.table} is not Parquet, and no other table is scored in parts. Name a file by --out."
        )
    start = time.monotonic()
    try:
        plan = Plan(workers=options.workers, scheduler=options.scheduler)
        done = score_parts(options.table, dossier, options.models, options.out, plan)
    except BaseException:
        print(f"What is finished is kept in {options.out}: the same command goes on from there.", file=sys.stderr)
        raise
    seconds = time.monotonic() - start
    print(
        f"{done.parts - done.made:,} parts of {done.parts:,} were there, {done.made:,} are new: {done.rows:,} rows in {seconds:,.1f} s, "
        f"{done.rows / seconds:,.0f} a second.",
        file=sys.stderr,
    )
    return done.warnings
