"""Checks of codes, scores and findings, in words: what to read again, how far codings agree, what else was estimated.

Belongs here: sentences about how well numbers hold. Not here: the verbs of a change (`changes`), the model card.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.estimates.review import TRIAGE
from stance.estimates.selection import Selection
from stance.formats import format_count, format_number
from stance.limits import CODERS
from stance.wording.selections import describe_sides

AGAIN = "Statements to read again"
REASONS = (
    "Reasons to read a statement again, not findings: the codes may be right every time. Scores are cross-fitted; "
    "the filters at the side apply."
)
UNSCORED = "There is no classifier here, or no coded statement: nothing to compare."
NONE_FAR = "No code here is a step or more from its score."
NO_PAIR = "No pair of coded statements fits. Move a slider, or widen the filters at the side."
PUSHED = (
    "Distance in codes. Words: what pushed the cross-fitted score most, in log-odds a code (− towards the minus pole). The "
    "classifier is sometimes sure and wrong (how often stands under Method), so even with perfect codes some would be "
    "listed as possible slips."
)

SURVIVING = (
    "A change, in codes, estimated again without parts of its evidence and by other choices. It survives an estimate that says the "
    "same by the bar of titles (see Method): sure enough to name in the same direction, or not sure enough either. Fewer statements "
    "make any change less sure."
)
NO_CLAIM = "No change to check"
NO_CHANGE = (
    "No change can be estimated here: a line needs positions in the first and in the last year of the chosen dates, or in two "
    "windows that follow one another. The filters at the side decide which statements count."
)
MARKERS = "Filled: says the same. Hollow: does not. Lines: 90 % intervals. Dashed: the change as shown. Point at a marker to read which."
SHARED_EVIDENCE = (
    "Leaving out one source or one actor at a time shows whether one voice carries the change; it does not show what was "
    "never found. The estimates share most of their evidence, so their number is no measure of certainty."
)
ALL_SAME = "None: every other estimate says the same."

COEFFICIENTS = {
    "alpha_addressed": "speaks to the topic: alpha (nominal)",
    "alpha_level": "code: alpha (ordinal)",
    "kappa_level": "code: weighted kappa (linear)",
    "same_code": "same code, where both gave one",
    "same_cell": "same cell, empty counted",
}
PERFECT = (
    "1 is perfect agreement, 0 what chance would give; with the 90 % interval from drawing sources with replacement. "
    "An empty cell is undefined: nothing varies, or nothing is shared."
)
NO_CODER = f"{PERFECT} The adjudicated coding is no coder."
UNKNOWN_AGREEMENT = "Agreement of coders is not known"
NO_CODINGS = "This dossier has no codings.csv: how far two coders agree is not known."
ONE_CODER = "codings.csv holds one coder only: agreement needs two."
READ_AS_CODER = (
    "The classifier’s code is the level nearest to its cross-fitted score, from a model that saw nothing of the statement’s "
    "source. It is read as if it were a coder; its own measures stand under Method."
)
CONFUSED = (
    "Statements by the two codes; “none”: read, and found not to speak to the topic. The shade is the share of the row."
)
RULE = (
    "The rule is the codebook’s for the final code; which numbered rule decided is known only where the note names it."
)
SURE_AND_RIGHT = (
    "Each marker: statements with a like stated probability, their number beside it. On the dotted line the stated probability is "
    "the share that was right. Cross-fitted, one division into folds."
)

NO_STATEMENT = "No statement fits. Search for fewer words, or widen the filters at the side."


def describe_distant(far: int, codes: int) -> str:
    """How many codes of a view are far from their scores: "12 of 1,204 codes: a step or more from the classifier’s score"."""
    return f"{far:,} of {format_count(codes, 'code')}: a step or more from the classifier’s score"


def describe_triage(kinds: pd.Series) -> tuple[str, ...]:
    """A sentence for each kind of triage: how many rows are of it, and what it means."""
    counts = kinds.value_counts()
    return tuple(f"{name} ({counts.get(name, 0)}): {meaning}" for name, meaning in TRIAGE.items())


def describe_duplicates(found: int, far: int, steps: int, by_chance: float) -> str:
    """How many like statements there are, how many of them have unlike codes, and how many would by chance."""
    return (
        f"{format_count(found, 'pair')} of statements speak to the same topic and are this alike; {far:,} of them differ by at "
        f"least {steps} in code. Were codes dealt to statements at random, {by_chance:.1f} would. Similarity: cosine of shared words "
        "and letters, names masked; 1 is the same text. Two actors may of course use like words for unlike positions."
    )


def describe_contradictions(pairs: int, days: int, steps: int, by_chance: float) -> str:
    """How many pairs of an actor's statements are far apart in code and near in time, and how many would be by chance."""
    return (
        f"{format_count(pairs, 'pair')} of one actor’s statements on one topic lie within {days} days and at least {steps} apart in "
        f"code. Were each actor’s codes dealt at random to the dates on which it spoke, {by_chance:.1f} would. An actor may "
        "speak to two audiences, or change its mind; a pair says only that both statements should be read."
    )


def describe_worst(row: pd.Series | None) -> str:
    """What is left of a change without the two sources of its thinner end that carry most of it; "" where none can be left out."""
    if row is None:
        return ""
    interval = f"{format_number(row['change'], 2)} [{format_number(row['low'], 2)}, {format_number(row['high'], 2)}]"
    return f"Without any two sources of the thinner end the change is at the worst {interval} ({row['variant']})."


def describe_idle(count: int) -> str:
    """How many parts were left out without effect, and so do not count as support; "" for none."""
    if not count:
        return ""
    return (
        f"{format_count(count, 'part')} of the evidence left out moved the change by less than a twentieth of its interval’s half "
        "width: no such part could have made a difference, so they are not counted."
    )


def describe_left_out(most: int) -> str:
    """That of very many parts of the evidence not every one was left out."""
    return (
        f"Where a claim rests on more than {most} sources, actors or weeks, the {most} with most statements are left out one by one, "
        "not each of them."
    )


def describe_too_many(count: int, most: int) -> str:
    """That so many statements are not compared with each other."""
    return (
        f"{count:,} coded statements are too many to compare with each other; the limit is {most:,}. Choose fewer actors, or "
        "shorter dates."
    )


def describe_families(counts: pd.DataFrame) -> str:
    """How the other estimates of each family came out, for who cannot see the picture: rows of `count_verdicts`."""
    rows = counts.to_dict("records")
    return " ".join(
        f"{row['family'].capitalize()}: {row['survives']} of {row['estimates']} say the same, changes from "
        f"{format_number(row['least'], 2)} to {format_number(row['largest'], 2)}."
        for row in rows
    )


def describe_alphas(whose: str, alphas: Mapping[str, float]) -> str:
    """The title over a pair of coders, or all of them: ordinal alpha by title of topic, "undefined" where it is missing."""
    parts = [f"{title} {_write_coefficient(alpha)}" for title, alpha in alphas.items()]
    return f"Ordinal alpha of {whose}: {', '.join(parts)}"


def _write_coefficient(value: float) -> str:
    return "undefined" if pd.isna(value) else f"{value:.2f}"


def describe_coders(about: str) -> str:
    """Who the coders are, as the data package of the dossier says ("" for nothing), and what their agreement is not."""
    who = f"Who the coders are: {about}" if about else "Who the coders are is not said in this dossier."
    return f"{who} Coders who were trained alike can agree and both be wrong: agreement is not accuracy."


def describe_coverage(title: str, statements: int, both: int) -> str:
    """How many statements the coefficients of a topic rest on."""
    return f"{title}: {format_count(statements, 'statement')} coded by both, {both:,} given a code by both."


def describe_many(coders: int) -> str:
    """What is shown of many coders: all together, and which pairs."""
    trouble, _ = CODERS.refuse()
    return (
        f"{format_count(coders, 'coder')}: the table holds the coefficients of all of them together, with their intervals. Below are the pairs "
        f"of the {CODERS.most} with most codings; {trouble}."
    )


def describe_shared(title: str, statements: int, both: int) -> str:
    """How many statements the coefficients of all coders rest on."""
    return f"{title}: {format_count(statements, 'statement')} coded by two coders or more, {both:,} given a code by two or more."


def describe_same(title: str, names: tuple[str, str], same: int, whole: int) -> str:
    """On how many statements two codings of a topic are equal."""
    return f"{title}: {names[0]} and {names[1]} equal on {same:,} of {format_count(whole, 'statement')}."


def describe_differences(cells: int, statements: int, settled: pd.Series) -> str:
    """How many cells of two coders differ, and whom the final codes follow."""
    counts = ", ".join(f"{name} in {count}" for name, count in settled.value_counts().items())
    follows = f" The final code follows {counts}." if counts else ""
    return f"{format_count(cells, 'cell')} in {format_count(statements, 'statement')} differ.{follows} {RULE}"


def describe_bins(title: str, what: str, bins: pd.DataFrame) -> str:
    """What a reliability curve is of: topic, probability, number of groups."""
    return f"{title}, {what}: stated against right in {format_count(len(bins), 'group')} of statements."


def list_bins(bins: pd.DataFrame) -> str:
    """The points of a reliability curve in words."""
    return "; ".join(f"Stated {s:.0%}, right {r:.0%}" for s, r in zip(bins["stated"], bins["right"], strict=True))


def describe_codes(row: Mapping, topics: Iterable[Topic]) -> str:
    """The codes of a statement, "Access +1 · Quota −2"; that it speaks to no topic where it has none."""
    codes = [f"{topic.title} {format_number(row[topic.id], 0)}" for topic in topics if pd.notna(row[topic.id])]
    return " · ".join(codes) or "speaks to no topic"


def describe_found(shown: int, whole: int) -> str:
    """How many of all statements are shown: "46 statements of 1,153"."""
    return f"{format_count(shown, 'statement')} of {whole:,}"


def describe_newest(listed: int, found: int) -> str:
    """That a table lists the newest of what was found alone; "" where it lists all."""
    if listed == found:
        return ""
    return f"The newest {listed:,} of them are listed: a search or the filters lead to older ones, the dossier’s own table holds all."


def describe_catalogue(dossier: Dossier, selection: Selection) -> str:
    """What a table of statements holds, and whose."""
    return (
        "Each with its source, its codes and the classifier’s score and probability. The filters at the side apply: "
        f"{describe_sides(dossier, selection)}. Texts are paraphrases; only a key phrase is quoted."
    )
