"""The commands of a curator: is the dossier sound, how well is it read.

Belongs here: validate, train, evaluate. Not here: what only reads a trained classifier (`scoring`, `showing`).
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from stance.commands.inputs import load_named
from stance.dossier.loading import Dossier, find_models
from stance.dossier.outputs import refuse_dossier
from stance.errors import DataError, ProblemsError, make_visible
from stance.files import write_whole

if TYPE_CHECKING:
    from stance.classifier.evaluation import Evaluation


def validate(options: argparse.Namespace) -> None:
    """Checks every table of a dossier and lists all problems at once."""
    from stance.dossier.package import check_notes, check_package

    try:
        dossier = load_named(options.dossier)
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
    from stance.wording.advice import explain_figures
    from stance.wording.model_card import describe_model_card

    dossier = load_named(options.dossier)
    folder = find_models(dossier.folder, options.models)
    refuse_dossier(folder)
    classifier, card, scores = build_release(dossier, progress=True)
    text = f"# Model card: {dossier.codebook.title}\n\n{describe_model_card(card, dossier, options.models)}"
    save_classifier(classifier, card, scores, folder, text)
    evaluation = Evaluation(*(card[name] for name in ("measures", "intervals", "divisions", "shrinkage")))
    print(write_examination(evaluation, f"{dossier.slug}, coded statements, {card['method']}"))
    print(f"\n{explain_figures(card, dossier.codebook)}")
    print(f"Written to {folder}", file=sys.stderr)


def evaluate(options: argparse.Namespace) -> None:
    """Prints how well the classifier reads, beside the baselines that read nothing."""
    from stance.classifier.evaluation import describe_method
    from stance.classifier.examining import evaluate_dossier, write_examination

    dossier = load_named(options.dossier)
    title = f"{dossier.slug}, coded statements, {describe_method()}"
    if options.test:
        title, evaluation = _evaluate_test(dossier, options)
    else:
        evaluation = evaluate_dossier(dossier, progress=True)
    whole = {"title": title, **evaluation.write_json()}
    print(json.dumps(whole, indent=2) if options.json else write_examination(evaluation, title))


def _evaluate_test(dossier: Dossier, options: argparse.Namespace) -> "tuple[str, Evaluation]":
    """What was tested, with how much of it was trained on, and the measures."""
    from stance.classifier.batch import read_test
    from stance.classifier.evaluation import evaluate_test
    from stance.classifier.storage import load_classifier
    from stance.classifier.tallies import describe_trained

    classifier = load_classifier(find_models(dossier.folder, options.models), dossier, fresh=True)
    test = read_test(options.test, dossier)
    if test["trained"].any():
        print(f"Warning: {describe_trained(int(test['trained'].sum()), options.test.name)}", file=sys.stderr)
        how = f"{test['trained'].sum():,} of {len(test):,} rows were trained on"
    else:
        how = "not trained on"
    return f"{options.test.name}, {how}", evaluate_test(classifier, dossier, test)
