"""The command line: `python -m stance COMMAND`. A thin layer over the functions that the pages use.

Values go to standard output or a file, everything else to standard error. Exit codes: 0 done, 2 usage,
10 codebook, 11 data, 12 classifier, 130 stopped.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from stance.dossier.loading import MODELS, Dossier, find_dossier, list_files, load_dossier
from stance.dossier.outputs import check_file, check_folder, refuse_dossier
from stance.errors import DataError, ProblemsError, make_visible
from stance.estimates.scored import CLASSIFIER
from stance.files import write_together, write_whole
from stance.limits import WINDOW_DAYS
from stance.terminal import heed_signals, run_safely

if TYPE_CHECKING:
    from stance.classifier.evaluation import Evaluation


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    return run_safely(partial(_run, _build_parser().parse_args(argv)))


def _run(options: argparse.Namespace) -> None:
    _check_out(options)
    options.run(options)


def _check_out(options: argparse.Namespace) -> None:
    """Raises UsageError where what the command would write may not stand there."""
    for out, endings in (
        (getattr(options, "out", None), options.endings),
        (getattr(options, "problems", None), (".csv",)),
    ):
        if out is not None and endings:
            check_file(out, _list_inputs(options), endings)
        elif out is not None:
            check_folder(out, _list_inputs(options))


def _list_inputs(options: argparse.Namespace) -> list[Path]:
    """The files that a command reads, there or not."""
    files = [path for name in ("table", "archive", "test") if (path := getattr(options, name, None))]
    if not hasattr(options, "dossier"):
        return files
    folder = find_dossier(options.dossier)
    return (
        [*files, *list_files(folder), *(options.models / folder.name).glob("*")]
        if hasattr(options, "models")
        else files
    )


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m stance", description="Positions of a negotiation's actors.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    validate_parser = _add(commands, "validate", validate, "dossier")
    validate_parser.add_argument("--problems", type=Path, metavar="FILE", help="CSV to write every problem to")
    _add(commands, "train", train, "dossier", "models")
    score_parser = _add(commands, "score", score, "models")
    score_parser.add_argument("table", type=Path, metavar="TABLE", help="CSV or Parquet with a column text")
    score_parser.add_argument("--dossier", required=True, help="a folder, or a name in data/")
    score_parser.add_argument("--out", type=Path, required=True, help="CSV or Parquet to write")
    evaluate_parser = _add(commands, "evaluate", evaluate, "dossier", "models")
    evaluate_parser.add_argument("--test", type=Path, metavar="TABLE", help="a coded table that was not trained on")
    evaluate_parser.add_argument("--json", action="store_true", help="print JSON")
    positions_parser = _add(commands, "positions", positions, "dossier", "models", "view")
    positions_parser.add_argument("--out", type=Path, help="CSV or Parquet to write; standard output without it")
    report_parser = _add(commands, "report", report, "dossier", "models")
    report_parser.add_argument("--out", type=Path, required=True, help="HTML file to write")
    report_parser.set_defaults(endings=(".html",), scores="best")
    export_parser = _add(commands, "export", export, "dossier", "models", "view")
    export_parser.add_argument("--out", type=Path, required=True, help="zip to write")
    export_parser.set_defaults(endings=(".zip",))
    rebuild_parser = _add(commands, "rebuild", rebuild)
    rebuild_parser.add_argument("archive", type=Path, metavar="ARCHIVE", help="a zip that export or a page wrote")
    rebuild_parser.add_argument("--out", type=Path, metavar="FOLDER", help="where to write the tables as CSV")
    rebuild_parser.set_defaults(endings=())
    return parser


def _read_days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and int(text) <= WINDOW_DAYS.most):
        raise argparse.ArgumentTypeError(f"must be 0 to {WINDOW_DAYS.amount}")
    return int(text)


def _add(commands, name: str, run, *arguments: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=run.__doc__.splitlines()[0], description=run.__doc__)
    if "dossier" in arguments:
        parser.add_argument("dossier", metavar="DOSSIER", help="a folder, or a name in data/")
    if "models" in arguments:
        parser.add_argument("--models", type=Path, default=MODELS, metavar="DIR", help="where classifiers stand")
    if "view" in arguments:
        parser.add_argument("--by", choices=("side", "actor"), default="side")
        parser.add_argument("--scores", choices=("best", "classifier", "codes"), default="best")
        parser.add_argument(
            "--window", type=_read_days, default=0, metavar="DAYS", help="180 for sides, 365 for actors"
        )
    parser.set_defaults(run=run, endings=(".csv", ".parquet"))
    return parser


def _load(name: str) -> Dossier:
    return load_dossier(find_dossier(name))


def validate(options: argparse.Namespace) -> None:
    """Checks every table of a dossier and lists all problems at once."""
    from stance.dossier.package import check_notes, check_package

    try:
        dossier = _load(options.dossier)
        if problems := check_package(dossier.folder) + check_notes(dossier.folder):
            raise DataError(problems)
    except ProblemsError as error:
        _list_problems(error, options.problems)
        raise
    statements = dossier.statements
    print(
        f"{dossier.slug}: {len(statements)} statements ({statements['coded'].sum()} coded) by "
        f"{statements['actor'].nunique()} actors in {statements['source'].nunique()} sources, "
        f"{len(dossier.events)} events, {len(dossier.figures)} figures. Sound. Data {dossier.data_hash}."
    )
    for file, names in dossier.unread.items():
        print(f"Not read: {file}, columns {make_visible(', '.join(names))}.", file=sys.stderr)


def _list_problems(error: ProblemsError, out: Path | None) -> None:
    """Writes every problem to a CSV file where one is named; says how to where the message is cut."""
    from stance.dossier.tables import list_problems, to_csv_bytes

    if out:
        write_whole(out, to_csv_bytes(list_problems(error)))
    elif error.is_cut:
        print("All problems as a file: add --problems FILE.csv", file=sys.stderr)


def train(options: argparse.Namespace) -> None:
    """Trains the classifier on the coded statements and writes it with its card and scores."""
    from stance.classifier.evaluation import Evaluation
    from stance.classifier.examining import write_examination
    from stance.classifier.releasing import build_release
    from stance.classifier.storage import save_classifier
    from stance.wording.model_card import describe_model_card

    dossier = _load(options.dossier)
    folder = options.models / dossier.slug
    refuse_dossier(folder)
    classifier, card, scores = build_release(dossier, progress=True)
    text = f"# Model card: {dossier.codebook.title}\n\n{describe_model_card(card, dossier, options.models)}"
    save_classifier(classifier, card, scores, folder, text)
    evaluation = Evaluation(*(card[name] for name in ("measures", "intervals", "divisions", "shrinkage")))
    print(write_examination(evaluation, f"{dossier.slug}, coded statements, {card['method']}"))
    print(f"Written to {folder}", file=sys.stderr)


def score(options: argparse.Namespace) -> None:
    """Scores every row of a table: adds how much of its text is known, and five columns a topic."""
    from stance.classifier.batch import score_table
    from stance.dossier.parquet import add_columns, is_parquet
    from stance.dossier.tables import read_table, write_table

    dossier = _load(options.dossier)
    table = read_table(options.table)
    added, warnings = score_table(table, dossier, options.models, options.table.name)
    for warning in warnings:
        print(f"Warning: {warning}", file=sys.stderr)
    if is_parquet(options.table) and is_parquet(options.out):
        write_whole(options.out, add_columns(options.table, added))
    else:
        write_table(pd.concat([table, added], axis=1), options.out)


def evaluate(options: argparse.Namespace) -> None:
    """Prints how well the classifier reads, beside the baselines that read nothing."""
    from stance.classifier.evaluation import describe_method
    from stance.classifier.examining import evaluate_dossier, write_examination

    dossier = _load(options.dossier)
    title = f"{dossier.slug}, coded statements, {describe_method()}"
    if options.test:
        title, evaluation = _evaluate_test(dossier, options)
    else:
        evaluation = evaluate_dossier(dossier, progress=True)
    whole = {"title": title, **evaluation.write_json()}
    print(json.dumps(whole, indent=2) if options.json else write_examination(evaluation, title))


def _evaluate_test(dossier: Dossier, options: argparse.Namespace) -> "tuple[str, Evaluation]":
    """What was tested, with how much of it was trained on, and the measures."""
    from stance.classifier.batch import describe_trained, read_test
    from stance.classifier.evaluation import evaluate_test
    from stance.classifier.storage import load_classifier

    classifier = load_classifier(options.models / dossier.slug, dossier, fresh=True)
    test = read_test(options.test, dossier)
    if test["trained"].any():
        print(f"Warning: {describe_trained(test['trained'].to_numpy(), options.test.name)}", file=sys.stderr)
        how = f"{test['trained'].sum():,} of {len(test):,} rows were trained on"
    else:
        how = "not trained on"
    return f"{options.test.name}, {how}", evaluate_test(classifier, dossier, test)


def _read_scores(dossier: Dossier, options: argparse.Namespace) -> pd.DataFrame:
    """The classifier's scores; none, with a warning where they are asked for, where they may not be used."""
    from stance.classifier.storage import find_scores, load_scores
    from stance.estimates.scored import CODES

    folder = options.models / dossier.slug
    if options.scores == CLASSIFIER:
        return load_scores(folder, dossier, fresh=True)
    scores, trouble = find_scores(folder, dossier)
    if trouble and options.scores != CODES:
        print(f"Warning: {'codes only. ' if scores.empty else ''}{trouble}", file=sys.stderr)
    return scores


def positions(options: argparse.Namespace) -> None:
    """Prints or writes the positions of sides or actors at every date."""
    from stance.dossier.tables import to_csv_bytes, write_table
    from stance.estimates.scored import score_statements
    from stance.estimates.selected import estimate_positions
    from stance.estimates.selection import Selection

    dossier = _load(options.dossier)
    book = dossier.codebook
    chosen = Selection(
        tuple(book.topic_ids), tuple(book.side_ids), *book.period, by=options.by, window_days=options.window
    )
    scored = score_statements(dossier, _read_scores(dossier, options), options.scores)
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

    dossier = _load(options.dossier)
    text = write_report(dossier, _read_scores(dossier, options), day=date.today())
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

    dossier = _load(options.dossier)
    scores = _read_scores(dossier, options)
    chosen = default_selection(dossier.codebook)
    chosen = replace(chosen, by=options.by, score_source=options.scores, window_days=options.window)
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


if __name__ == "__main__":
    heed_signals()
    sys.exit(main())
