"""Where a value stands along an axis of a picture: its place from 0 to 1, and the ticks with their words.

Belongs here: ranges and ticks read from a picture's plain data. Not here: marks.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Tick = tuple[float, str]
MOST_TICKS, ROOM = 12, 0.04
SECONDS_A_DAY = 86_400
LONG_DAYS = 730


@dataclass(frozen=True)
class Scale:
    """One axis: what it was asked for, the names where it counts names, and the ends of what is shown (first, last)."""

    asked: dict
    dated: bool
    ends: tuple[float, float]
    names: Sequence[str] = field(default=())

    def read(self, value: Any) -> float:
        """The value as a number: days for a date, the rank for a name; NaN for none."""
        return _read_value(value, self.names)

    def place(self, value: Any) -> float:
        """The place of a value, 0 at the first end and 1 at the last; NaN where there is no value."""
        first, last = self.ends
        return (self.read(value) - first) / (last - first)

    @property
    def ticks(self) -> list[Tick]:
        """The place and the words of every tick within the ends, in order."""
        texts = self.asked.get("ticktext")
        if self.asked.get("tickvals") is not None:
            values = self.asked["tickvals"]
            return [(self.place(one), str(text)) for one, text in zip(values, texts or map(str, values), strict=True)]
        if self.names:
            return [(self.place(name), name) for name in self.names]
        low, high = sorted(self.ends)
        found = _list_days(low, high, self.asked) if self.dated else _list_numbers(low, high, self.asked)
        return [(self.place(value), text) for value, text in found]


def read_scale(asked: dict, values: Iterable[Any], *, from_zero: bool = False) -> Scale:
    """The scale of an axis as asked for, over all values on it; `from_zero` where a bar starts there."""
    there = [value for value in values if value is not None]
    dated = any(_is_day(value) for value in there[:1])
    words = asked.get("type") == "category" or (there and isinstance(there[0], str) and not dated)
    names = tuple(dict.fromkeys(map(str, there))) if words else ()
    numbers = [one for value in there if not math.isnan(one := _read_value(value, names))]
    return Scale(asked, dated, _find_ends(asked, numbers, names, from_zero=from_zero), names)


def _find_ends(asked: dict, numbers: list[float], names: Sequence[str], *, from_zero: bool) -> tuple[float, float]:
    if asked.get("range"):
        first, last = (_read_value(one, ()) for one in asked["range"])
        return (first, last) if first != last else (first - 1, last + 1)
    low, high = (-0.5, len(names) - 0.5) if names else _widen(numbers, from_zero=from_zero)
    return (high, low) if asked.get("autorange") == "reversed" else (low, high)


def _widen(numbers: list[float], *, from_zero: bool) -> tuple[float, float]:
    low, high = (min(numbers), max(numbers)) if numbers else (0.0, 1.0)
    room = ROOM * (high - low) or 1
    return (0.0 if from_zero and low >= 0 else low - room), high + room


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) >= 10 and value[4:5] == "-" and value[:4].isdigit()


def _read_value(value: Any, names: Sequence[str]) -> float:
    if value is None:
        return math.nan
    if names:
        return float(names.index(str(value))) if str(value) in names else math.nan
    return _count_days(value) if _is_day(value) else float(value)


def _count_days(text: str) -> float:
    day = datetime.fromisoformat(text[:19])
    return day.toordinal() + (day.hour * 3600 + day.minute * 60 + day.second) / SECONDS_A_DAY


def _list_days(low: float, high: float, asked: dict) -> list[Tick]:
    """The first days of years, or of months where the span is short, as many as there is room for."""
    years = high - low > LONG_DAYS
    first, last = datetime.fromordinal(math.ceil(low)), datetime.fromordinal(math.floor(high))
    months = range(first.year * 12 + first.month - (first.day == 1), last.year * 12 + last.month)
    starts = [month for month in months if not years or month % 12 == 0]
    step = math.ceil(len(starts) / MOST_TICKS) or 1
    days = [datetime(month // 12, month % 12 + 1, 1) for month in starts[::step]]
    pattern = asked.get("tickformat") or ("%Y" if years else "%b %Y")
    return [(float(day.toordinal()), f"{day:{pattern}}") for day in days]


def _list_numbers(low: float, high: float, asked: dict) -> list[Tick]:
    step = asked.get("dtick") or _choose_step((high - low) / 6)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [(at * step, _write_number(at * step, asked.get("tickformat", ""))) for at in range(first, last + 1)]


def _choose_step(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not under `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least * 0.999)


def _write_number(value: float, pattern: str) -> str:
    text = f"{value:{pattern}}" if pattern.endswith("%") else f"{round(value, 9):g}"
    return text.replace("-", "−")
