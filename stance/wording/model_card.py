"""The model card (after Mitchell et al. 2019, https://doi.org/10.1145/3287560.3287596), from the numbers of card.json.

Belongs here: sentences about a trained classifier, each number taken from the card. Not here: any measurement.
"""

from pathlib import Path
from typing import Any

from stance.classifier.measures import MEASURES
from stance.dossier.codebook import Codebook
from stance.dossier.commands import write_command
from stance.dossier.conventions import CONFIDENCE
from stance.dossier.loading import Dossier
from stance.dossier.package import describe_table
from stance.formats import escape_markdown
from stance.wording.advice import describe_advice
from stance.wording.trials import describe_divisions, describe_movement_shown

LIMITS = (
    "It has seen only texts about the topics: a text about something else can come out as speaking to one of them, where its words "
    "are common in those texts.",
    "It does not read negation, irony or quotation, nor who acts upon whom: words count wherever they stand.",
    "It learned from texts like those on the Statements page; other languages, styles and long texts are outside what was "
    "measured.",
    "The side is a prior, not a reading: compare score and text score. A big difference says that the side speaks, not the text.",
    "The text score is for comparing statements within a side, not an estimate of a code.",
)
COMMANDS = (
    ("the tables of measures", "{evaluate}"),
    ("the classifier, this card and the scores", "{train}"),
    ("the measures on statements of your own", "{evaluate} --test TABLE"),
    ("texts of which too little is known, and how many of them are noticed", "python -m benchmarks.unknown"),
    ("coverage of the bands, by simulation and against codes", "python -m benchmarks.coverage"),
    ("false alarms of titles", "python -m benchmarks.headlines"),
    ("speed", "python -m benchmarks.speed"),
)


def describe_model_card(card: dict[str, Any], dossier: Dossier, models: Path | None = None) -> str:
    """The card as Markdown, without a first-level heading; the texts of the dossier are escaped.

    models: the folder of classifiers that its commands name, None for the usual one.
    """
    parts = {
        "What it is": _describe_model(card),
        "What it learned from": _describe_training(card, dossier),
        "Whether to use its scores": describe_advice(card, dossier.codebook),
        "How well it reads": _tabulate(card, dossier.codebook),
        "How well it reads what is new": describe_divisions(card, dossier.codebook),
        "How much movement it shows": describe_movement_shown(card, dossier.codebook),
        "How sure it is": _describe_confidence(card, dossier.codebook),
        "What it does not know": _describe_known(card),
        "What it cannot do": "\n".join(f"- {one}" for one in list_limits(card, dossier.codebook)),
        "What prints these figures": _list_commands(dossier.folder, models),
    }
    return "\n\n".join(f"## {head}\n\n{text}" for head, text in parts.items()) + "\n"


def _describe_model(card: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in card["versions"].items())
    return (
        "Linear models on words, word pairs, letters within words and word vectors, with the names of actors masked: one that says "
        "whether a text speaks to a topic, one for its level on the topic. It scores statements that no one has coded; a "
        f"code always counts for more. It is not for judging a person, nor for texts about other matters.\n\nTrained {card['trained']} "
        f"with {versions}; training data {card['training_hash']}."
    )


def _describe_training(card: dict[str, Any], dossier: Dossier) -> str:
    counts = card["counts"]
    coders = describe_table(dossier.folder, "codings")
    text = (
        f"{counts['coded']:,} coded statements of {counts['statements']:,}, from {counts['sources_coded']:,} sources, under codebook "
        f"version {escape_markdown(card['codebook']['version'])}. {counts['terms']:,} terms stand in two texts or more; "
        f"{counts['masked_names']:,} words are masked as names."
    )
    return (
        f"{text} Who coded: {escape_markdown(coders)}" if coders else f"{text} Who coded is not said in this dossier."
    )


def _tabulate(card: dict[str, Any], codebook: Codebook) -> str:
    topics = [topic.id for topic in codebook.topics]
    head = f"| measure | {' | '.join(escape_markdown(topic.title) for topic in codebook.topics)} |"
    rows = [
        f"| {meaning[0].upper()}{meaning[1:]} | {' | '.join(format_cell(card, topic, name) for topic in topics)} |"
        for name, meaning in MEASURES.items()
    ]
    note = (
        f"{escape_markdown(card['method'])}, so every score measured is of a statement whose source the classifier never saw. In brackets the "
        f"{CONFIDENCE:.0%} interval from drawing sources with replacement. Figures within sides come first: knowing the side alone "
        f"explains {_explain_side(card, codebook)} of the variance of the codes, so an overall correlation proves little. A mean that leaves out the rows it is compared "
        "with correlates a little below 0 with them; that too reads nothing. Calibration errors have no interval: drawing with replacement makes them larger than they are."
    )
    return "\n".join([note[0].upper() + note[1:], "", head, "|" + " --- |" * (len(topics) + 1), *rows])


def _explain_side(card: dict[str, Any], codebook: Codebook) -> str:
    """The squared correlation of code and mean code of the side."""
    return _join(card, codebook, lambda m: f"{m['overall_r_by_side'] ** 2:.0%}", "overall_r_by_side")


def format_cell(card: dict[str, Any], topic: str, name: str) -> str:
    """One measure with its interval: "0.56 [0.50, 0.63]", "undefined" where it is not defined."""
    value, interval = card["measures"][topic][name], card["intervals"][topic][name]
    if value is None:
        return "undefined"
    if name.endswith("rows"):
        return f"{value:,.0f}"
    return f"{value:.2f}" + (f" [{interval[0]:.2f}, {interval[1]:.2f}]" if interval else "")


def _describe_confidence(card: dict[str, Any], codebook: Codebook) -> str:
    lines = [
        f"- {escape_markdown(topic.title)}: abstains below a confidence of {min(card['abstain_below'][topic.id], 1):.0%}; "
        f"it then gives a direction for {format_cell(card, topic.id, 'kept')} of the statements that speak to the topic, "
        f"and {format_cell(card, topic.id, 'sign_right_kept')} of these are right."
        for topic in codebook.topics
    ]
    return "\n".join([CONFIDENCE_TEXT, "", *lines])


def _describe_known(card: dict[str, Any]) -> str:
    known = card["known"]
    return KNOWN_TEXT.format(below=known["below"], alarms=known["false_alarms"])


KNOWN_TEXT = (
    "A text that is nothing like the training texts gets no score: another language, another matter, an error of a spreadsheet. How much "
    "of a text is known lies between 0 (no training text has any of its words, or of the letters within them) and 1 (all have all of "
    "them); rare words count more. Below {below:g} nothing but “addressed” is given for a text. So low are {alarms:.1%} of the coded "
    "statements, each measured by a vocabulary that saw nothing of its source: so often a text like them is left out. Short texts "
    "are left out more often. This is a rule for texts from outside; statements of the dossier are scored whatever their words."
)

CONFIDENCE_TEXT = (
    "Probabilities are calibrated on inner folds of the training statements. The classifier abstains from a direction (−, 0, +) "
    "where its confidence is lower than that from which on nine in ten were right on the inner folds. An abstention is about one "
    "statement: its score still counts in a position, with its error in the band, since leaving unsure scores out could push "
    "positions towards the poles. In positions, scores are corrected by the mean of code minus score on the coded statements of "
    "the side (prediction-powered inference), and the error of this correction is part of the band. Statements that it takes "
    "for addressed although no coder did are neither corrected for nor in the band."
)


def list_limits(card: dict[str, Any], codebook: Codebook) -> list[str]:
    """What the classifier cannot do, as sentences; the first two with its own figures."""
    errors = _join(
        card, codebook, lambda m: f"{m['mae']:.2f} (side alone {m['mae_by_side']:.2f})", "mae", "mae_by_side"
    )
    steps = _join(card, codebook, lambda m: f"{m['one_step']:.0%}", "one_step")
    return [
        f"Mean distance from the code on statements it never saw, in codes: {errors}.",
        f"It confuses neighbouring levels: of its wrong levels, so many are one step off: {steps}.",
        *LIMITS,
    ]


def _join(card: dict[str, Any], codebook: Codebook, write, *needed: str) -> str:
    known = [
        (topic, card["measures"][topic.id])
        for topic in codebook.topics
        if all(card["measures"][topic.id][name] is not None for name in needed)
    ]
    return "; ".join(f"{escape_markdown(topic.title)} {write(measures)}" for topic, measures in known) or "not measured"


def _list_commands(folder: Path, models: Path | None) -> str:
    own = {name: write_command(name, folder, models) for name in ("evaluate", "train")}
    return "\n".join(f"- {what}: `{command.format(**own)}`" for what, command in COMMANDS)
