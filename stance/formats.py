"""How numbers, days and counts are written, and how a text is kept from being read as Markdown.

Belongs here: one value, one text. Not here: what may be said of a value (`wording`).
"""

import re

import pandas as pd

MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~])")


def upper_first(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def format_number(value: float, digits: int = 1) -> str:
    """The number with its sign and a true minus; "n/a" where it is missing."""
    if pd.isna(value):
        return "n/a"
    text = f"{value:+.{digits}f}"
    return text.lstrip("+-") if float(text) == 0 else text.replace("-", "−")


def format_count(count: int, noun: str) -> str:
    """The count with its noun in the right number: "1 statement", "1,204 statements"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def format_day(day: pd.Timestamp) -> str:
    """The day as "5 January 2019"."""
    return f"{day.day} {day:%B %Y}"


def format_days(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Two days as "5 January 2019 to 7 March 2019"."""
    return f"{format_day(first)} to {format_day(last)}"


def format_when(day: pd.Timestamp, precision: str) -> str:
    """A day as precisely as it is known: "5 January 2019", "January 2019" or "2019"."""
    return f"{day:%Y}" if precision == "year" else format_month(day) if precision == "month" else format_day(day)


def format_month(day: pd.Timestamp) -> str:
    """The month as "January 2019"."""
    return f"{day:%B %Y}"


def format_months(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """The months that a period touches: "February to July 2018", "August 2017 to July 2018", "May 2018"."""
    if (first.year, first.month) == (last.year, last.month):
        return format_month(last)
    return f"{first:%B}{'' if first.year == last.year else f' {first.year}'} to {format_month(last)}"


def format_value(value: float, unit: str) -> str:
    """A number of the record with its unit: "25 meetings", "3 billion USD", "year 2009", "number 11"."""
    if pd.isna(value):
        return "n/a"
    if unit in ("year", "ordinal"):
        return f"{'year' if unit == 'year' else 'number'} {value:.0f}"
    sign, size = "−" if value < 0 else "", abs(value)
    if unit == "percent":
        return f"{sign}{size:,.10g} %"
    for least, name in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if size >= least:
            return f"{sign}{size / least:,.10g}{name} {unit}".strip()
    return f"{sign}{size:,.10g} {unit}".strip()


def escape_markdown(text: str) -> str:
    """The text with every sign escaped that Markdown would read: no link, image, colour or formula comes of it."""
    return MARKDOWN.sub(r"\\\1", text)


def format_evidence(statements: int, sources: int) -> str:
    """How much a number rests on: "46 statements, 38 sources"."""
    return f"{format_count(statements, 'statement')}, {format_count(sources, 'source')}"
