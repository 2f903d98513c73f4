"""Events and what surrounds them, in words: what followed, what was said, who answered, how texts are read.

Belongs here: the frame around an event and its notes. Not here: the verbs of a change (`changes`), which a title of this
module never has: an event that was followed by a change did not therefore cause it.
"""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from stance.estimates.periods import Period
from stance.formats import format_count, format_days, format_when
from stance.wording.changes import NO_EVIDENCE
from stance.wording.compared import describe_period

LANES = "Events by channel; a number counts a meeting."
READING = (
    "“Followed by” is not “caused by”: other things happened too. Each change is from the days before the event to the days from it on, "
    "with a 90 % interval. As clear: as large for its interval. Other days: {apart} apart, with both windows within the dossier’s period; they overlap, so they are no "
    "independent tests, and with this many lines and topics some share under 10 % is to be expected."
)
PAST_PERIOD = (
    "A window runs past the dossier’s period: it holds fewer days than the other, and no comparison with other days."
)
NO_DAY = "Only the month or the year of this event is known: no day parts before from after. Choose an event known to the day."
NO_EVENT = "No event in these dates"
NO_EVENTS = (
    "This dossier has no event in the chosen dates: events.csv lists them, a table of your own can be added above, "
    "and the dates are chosen at the side."
)
NO_LINE = f"No line: {NO_EVIDENCE}"
NO_REFERENCE = "This dossier has no {what}: reference.toml lists them (see docs/dossier.md)."
NEAR = "Statements of the chosen sides, actors and kinds of report from the days around it, whatever dates are chosen at the side."
BY_THEME = "Events of one theme, each with the statements that answered it, in order of date."
READ = "Texts that the sides read in different ways, and what a side demands as a rule, each with its statements."
ANSWERS, TEXTS = "Events and their answers", "Texts and standing rules of the talks"
UNFILTERED = "All of the dossier, whatever dates, actors and kinds of report are chosen at the side."
RULE_PARTS = {"restate": "that restate it", "leave": "on the other side of the middle"}


def name_event(event: Mapping) -> str:
    """An event with its day, as far as it is known: "Meeting, 5 January 2019"."""
    return f"{event['title']}, {format_when(event['date'], event['date_precision'])}"


def describe_followed(event: Mapping) -> str:
    """The title over what followed an event; it says nothing of a change."""
    return f"What followed: {name_event(event)}"


def describe_said(event: Mapping) -> str:
    """The title over what was said around an event."""
    return f"What was said around: {name_event(event)}"


def title_theme(theme: str) -> str:
    """The title over the answers to the events of a theme."""
    return f"Answers: {theme}"


def describe_windows(days: int) -> tuple[str, str]:
    """The two windows that are compared around a day."""
    return f"{days} days before", f"{days} days from it on"


def describe_comparison(before: Period, after: Period) -> str:
    """What the changes around an event are: unit and both windows, for a subtitle."""
    return (
        f"Changes of position, in codes, from the days before it ({describe_period(before)}) to the days from it on "
        f"({describe_period(after)}), with a 90 % interval."
    )


def title_followers(topic: str) -> str:
    """The head over the changes on one topic."""
    return f"{topic}, followed by"


def describe_events(count: int, span: str) -> str:
    """How many events a picture of lanes holds, where none of them is chosen: "177 events, 2015 to 2019"."""
    return f"{format_count(count, 'event')}, {span}"


def describe_chosen(event: Mapping, count: int) -> str:
    """Which of the events of the lanes is chosen."""
    return f"{name_event(event)}: one of {format_count(count, 'event')}"


def describe_outside(outside: int, own: int, what: str) -> str:
    """How many of the reader's own events are not shown, and what they lie outside of (`what`, "the dates …"); "" for none."""
    if not outside:
        return ""
    verbs = ("lies", "is") if outside == 1 else ("lie", "are")
    return f"{outside:,} of your {format_count(own, 'event')} {verbs[0]} outside {what} and {verbs[1]} not shown."


def describe_marks(*, numbered: bool, hollow: bool) -> str:
    """How the marks of the lanes are to be read."""
    parts = ["Numbers count meetings."] if numbered else []
    return " ".join([*parts, "Hollow: announced only."] if hollow else parts)


def describe_lanes(lanes: Mapping[str, int]) -> str:
    """How many events stand in each lane, from the top, for who cannot see them."""
    counts = ", ".join(f"{name} ({count:,})" for name, count in lanes.items())
    return f"Lanes, with their number of events: {counts}." if counts else ""


def describe_figures(count: int) -> str:
    """How many figures there are, and in which order."""
    return f"Figures behind the talks ({count:,}, the nearest in time first)"


def describe_left_out(count: int) -> str:
    """How many statements have no day that could be near the event."""
    return f"Left out: {format_count(count, 'statement')} of which only the month is known."


def describe_days(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """The days around an event."""
    return format_days(start, end)


def describe_theme(theme: str, answered: Sequence[int]) -> str:
    """How many events of a theme have an answer; `answered` is the number of answers to each."""
    return (
        f"{theme}: {format_count(len(answered), 'event')}, {sum(map(bool, answered))} with an answer in the record within about a month. "
        "No answer here means none in this record, not that none was given. The filters at the side do not change this list."
    )


def describe_loose(count: int) -> str:
    """How many statements stand on neither side of an event because only their month is known."""
    verb = "is" if count == 1 else "are"
    return f"{format_count(count, 'statement')} known to the month of the event only {verb} left out: before or after it, no one knows."


def describe_answered(event: Mapping, answers: int) -> str:
    """An event, and how many answers to it the record holds: "5 January 2019: Meeting (2 answers)"."""
    count = format_count(answers, "answer") if answers else "no answer in the record"
    return f"{format_when(event['date'], event['date_precision'])}: {event['title']} ({count})"


def describe_reading(side: str) -> str:
    """Whose reading of a text follows."""
    return f"As {side} reads it"


def describe_sayers(count: int) -> str:
    """How many statements read a text in one way."""
    return f"{format_count(count, 'statement')} that say so"


def describe_part(count: int, part: str) -> str:
    """How many coded statements are a part of `RULE_PARTS`: "2 coded statements that restate it"."""
    return f"{format_count(count, 'coded statement')} {RULE_PARTS[part]}"


def title_rule(side: str, topic: str, rule: str) -> str:
    """The head over a standing rule of a side."""
    return f"{side}’s standing rule on {topic}: {rule}"


def describe_citing(sides: pd.Series, words: Iterable[str]) -> str:
    """How many statements of which sides hold one of the words: "3 statements with “1956” (2 of South, 1 of North)"."""
    who = ", ".join(f"{count} of {side}" for side, count in sides.value_counts().items())
    return (
        f"{format_count(len(sides), 'statement')} with {' or '.join(f'“{word}”' for word in words)} ({who or 'none'})"
    )
