"""What each command takes, and where it may not write.

Belongs here: arguments. Not here: what a command does.
"""

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from stance.commands.baking import bake
from stance.commands.curating import evaluate, train, validate
from stance.commands.keeping import codings
from stance.commands.scoring import names_folder, score
from stance.commands.showing import export, positions, rebuild, report
from stance.commands.starting import init
from stance.dossier.loading import find_dossier, find_models, list_files
from stance.dossier.outputs import check_file, check_folder
from stance.dossier.source_links import is_address
from stance.limits import WINDOW_DAYS, WORKERS
from stance.terminal import run_safely

DOSSIER_HELP = "a folder, or a name in data/ or in a folder of STANCE_DATA"
MODELS_HELP = (
    "where classifiers stand; without it models/ for the dossiers in data/, else the folder classifier in the dossier"
)
SCORES_HELP = "best without it, or codes where the classifier reads no better than the mean of the side"


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
        if out is not None and endings and not (options.run is score and names_folder(out)):
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
        [*files, *list_files(folder), *find_models(folder, options.models).glob("*")]
        if hasattr(options, "models")
        else files
    )


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m stance", description="Positions of a negotiation's actors.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    init_parser = _add(commands, "init", init)
    init_parser.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is empty or not there yet")
    init_parser.add_argument("--title", default="A new negotiation", help="of the negotiation")
    init_parser.add_argument("--topic", action="append", help="title of a topic; give it again for each further one")
    validate_parser = _add(commands, "validate", validate, "dossier")
    validate_parser.add_argument("--problems", type=Path, metavar="FILE", help="CSV to write every problem to")
    _add(commands, "train", train, "dossier", "models")
    score_parser = _add(commands, "score", score, "models")
    score_parser.add_argument("table", type=Path, metavar="TABLE", help="CSV or Parquet with a column text")
    score_parser.add_argument("--dossier", required=True, help=DOSSIER_HELP)
    score_parser.add_argument(
        "--out",
        type=Path,
        required=True,
        help="CSV or Parquet to write, or a folder of parts (a name without an ending)",
    )
    score_parser.add_argument(
        "--workers", type=_read_workers, default=0, metavar="N", help="processes that make parts; one a core without it"
    )
    score_parser.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help="a Dask scheduler whose workers make parts"
    )
    evaluate_parser = _add(commands, "evaluate", evaluate, "dossier", "models")
    evaluate_parser.add_argument("--test", type=Path, metavar="TABLE", help="a coded table that was not trained on")
    evaluate_parser.add_argument("--json", action="store_true", help="print JSON")
    codings_parser = _add(commands, "codings", codings, "dossier")
    codings_parser.add_argument("--out", type=Path, metavar="FILE", help="CSV to write what stands to")
    codings_parser.add_argument("--history", action="store_true", help="write every act, not what stands alone")
    codings_parser.add_argument(
        "--in", type=Path, dest="table", metavar="FILE", help="a codings.csv or history.csv to bring in"
    )
    codings_parser.set_defaults(endings=(".csv",))
    positions_parser = _add(commands, "positions", positions, "dossier", "models", "view")
    positions_parser.add_argument("--out", type=Path, help="CSV or Parquet to write; standard output without it")
    report_parser = _add(commands, "report", report, "dossier", "models")
    report_parser.add_argument("--out", type=Path, required=True, help="HTML file to write")
    report_parser.set_defaults(endings=(".html",), scores="")
    bake_parser = _add(commands, "bake", bake, "dossier", "models")
    bake_parser.add_argument(
        "--out", type=Path, required=True, metavar="FOLDER", help="an empty folder, or a baked site"
    )
    bake_parser.add_argument("--url", type=_read_address, default="", metavar="ADDRESS", help="the live dashboard's")
    bake_parser.add_argument(
        "--site", type=_read_address, default="", metavar="ADDRESS", help="where the site will lie"
    )
    bake_parser.set_defaults(endings=(), scores="")
    export_parser = _add(commands, "export", export, "dossier", "models", "view")
    export_parser.add_argument("--out", type=Path, required=True, help="zip to write")
    export_parser.set_defaults(endings=(".zip",))
    rebuild_parser = _add(commands, "rebuild", rebuild)
    rebuild_parser.add_argument("archive", type=Path, metavar="ARCHIVE", help="a zip that export or a page wrote")
    rebuild_parser.add_argument("--out", type=Path, metavar="FOLDER", help="where to write the tables as CSV")
    rebuild_parser.set_defaults(endings=())
    return parser


def _read_workers(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= WORKERS.most):
        raise argparse.ArgumentTypeError(f"must be 1 to {WORKERS.amount}")
    return int(text)


def _read_days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and int(text) <= WINDOW_DAYS.most):
        raise argparse.ArgumentTypeError(f"must be 0 to {WINDOW_DAYS.amount}")
    return int(text)


def _read_address(text: str) -> str:
    if text and not is_address(text):
        raise argparse.ArgumentTypeError("must be an address such as https://example.org/talks")
    return text


def _add(commands, name: str, run, *arguments: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=run.__doc__.splitlines()[0], description=run.__doc__)
    if "dossier" in arguments:
        parser.add_argument("dossier", metavar="DOSSIER", help=DOSSIER_HELP)
    if "models" in arguments:
        parser.add_argument("--models", type=Path, metavar="DIR", help=MODELS_HELP)
    if "view" in arguments:
        parser.add_argument("--by", choices=("side", "actor"), default="side")
        parser.add_argument("--scores", choices=("best", "classifier", "codes"), default="", help=SCORES_HELP)
        parser.add_argument(
            "--window", type=_read_days, default=0, metavar="DAYS", help="180 for sides, 365 for actors"
        )
    parser.set_defaults(run=run, endings=(".csv", ".parquet"))
    return parser
