"""The codebook of a dossier: its sides, topics, levels and rules, read from `codebook.toml`.

Belongs here: what the codes mean. Not here: the statements that carry them.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from stance.dossier.columns import is_reserved
from stance.dossier.forms import are_texts, read_toml
from stance.errors import CodebookError, Problem, suggest_value
from stance.limits import CODE, FIRST_YEAR, LAST_YEAR, LEVELS, SIDES, TOPICS, Limit
from stance.names import list_lookalikes

FILE = "codebook.toml"
IMPLICIT_SIDE = "all"
KEYS = ("title", "version", "period", "places", "levels", "side", "topic", "rule", "coded_by")
SIDE_KEYS = ("id", "title", "pole", "aliases")
TOPIC_KEYS = ("id", "title", "question", "minus", "plus", "level", "aliases")
LEVEL_KEYS, RULE_KEYS = ("code", "rule"), ("number", "text")


@dataclass(frozen=True)
class Level:
    """One step of a topic's scale and the rule by which a coder assigns it."""

    code: int
    rule: str


@dataclass(frozen=True)
class Side:
    """A camp of actors; `pole` is "minus", "plus" or "" for a camp that owns neither pole; `aliases` are former titles."""

    id: str
    title: str
    pole: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Topic:
    """A question with two poles; `levels` run from the minus pole to the plus pole; `aliases` are former titles."""

    id: str
    title: str
    question: str
    minus: str
    plus: str
    levels: tuple[Level, ...]
    aliases: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[int, ...]:
        """The codes of the scale, ascending."""
        return tuple(level.code for level in self.levels)

    @property
    def middle(self) -> float:
        """The middle between the lowest and the highest code."""
        return (self.codes[0] + self.codes[-1]) / 2


@dataclass(frozen=True)
class Codebook:
    """What a dossier's codes mean; `period` is its first and last day, `coded_by` a sentence on who assigned the codes ("" unsaid)."""

    title: str
    version: str
    period: tuple[date, date]
    places: str
    sides: tuple[Side, ...]
    topics: tuple[Topic, ...]
    coding_rules: tuple[str, ...]
    coded_by: str = ""

    @property
    def topic_ids(self) -> list[str]:
        """The ids of the topics, in the codebook's order."""
        return [topic.id for topic in self.topics]

    @property
    def side_ids(self) -> list[str]:
        """The ids of the sides, in the codebook's order."""
        return [side.id for side in self.sides]

    @property
    def scales(self) -> dict[str, tuple[int, int]]:
        """The lowest and the highest code of each topic, by its id."""
        return {topic.id: (topic.codes[0], topic.codes[-1]) for topic in self.topics}

    def topic(self, topic_id: str) -> Topic:
        """The topic of that id; raises KeyError."""
        return {topic.id: topic for topic in self.topics}[topic_id]

    def side(self, side_id: str) -> Side:
        """The side of that id; raises KeyError."""
        return {side.id: side for side in self.sides}[side_id]

    @property
    def poled_sides(self) -> tuple[Side, Side] | None:
        """The side at the minus pole and the side at the plus pole; None unless there is one of each."""
        minus = [side for side in self.sides if side.pole == "minus"]
        plus = [side for side in self.sides if side.pole == "plus"]
        return (minus[0], plus[0]) if len(minus) == len(plus) == 1 else None


def load_codebook(folder: Path) -> Codebook:
    """The codebook of the dossier in `folder`; raises CodebookError with every problem found."""
    table, faults = read_toml(folder / FILE)
    if faults:
        raise CodebookError(faults)
    checks = _Checks()
    checks.keys(table, KEYS)
    codebook = Codebook(
        title=checks.text(table, "title"),
        version=checks.text(table, "version"),
        period=checks.period(table),
        places=checks.optional(table, "places"),
        sides=checks.sides(table),
        topics=checks.topics(table),
        coding_rules=checks.rules(table),
        coded_by=" ".join(checks.optional(table, "coded_by").split()),
    )
    if checks.problems:
        raise CodebookError(checks.problems)
    return codebook


class _Checks:
    """Reads the parts of a codebook and keeps every problem met on the way."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, column: str, value: object, trouble: str, remedy: str) -> None:
        self.problems.append(Problem(FILE, None, column, str(value), trouble, remedy))

    def text(self, table: dict[str, Any], key: str, where: str = "") -> str:
        value = table.get(key, "")
        if not isinstance(value, str) or not value.strip():
            self.add(f"{where}{key}", "", "is missing or not a text", f'Write {key} = "…"')
        return str(value)

    def optional(self, table: dict[str, Any], key: str, where: str = "") -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self.add(f"{where}{key}", value, "is not a text", f'Write {key} = "…"')
        return str(value)

    def title(self, item: dict[str, Any], otherwise: str, where: str = "") -> str:
        return self.optional(item, "title", where).strip() or otherwise

    def keys(self, item: dict[str, Any], known: tuple[str, ...], where: str = "") -> None:
        for key in item.keys() - set(known):
            self.add(f"{where}{key}", "", "is not known", suggest_value(key, known))

    def limit(self, items: list[dict[str, Any]], limit: Limit, kind: str) -> list[dict[str, Any]]:
        if len(items) > limit.most:
            self.add(kind, "", *limit.refuse(len(items)))
        return items[: limit.most]

    def rules(self, table: dict[str, Any]) -> tuple[str, ...]:
        items = self.tables(table, "rule")
        for n, item in enumerate(items, 1):
            self.keys(item, RULE_KEYS, f"rule {n}, ")
        return tuple(self.optional(item, "text", f"rule {n}, ") for n, item in enumerate(items, 1))

    def aliases(self, item: dict[str, Any], where: str) -> tuple[str, ...]:
        value = item.get("aliases", [])
        if are_texts(value):
            return tuple(value)
        self.add(f"{where}aliases", value, "is not a list of texts", "Write a list of texts")
        return ()

    def tables(self, table: dict[str, Any], key: str) -> list[dict[str, Any]]:
        found = table.get(key, [])
        if isinstance(found, list) and all(isinstance(item, dict) for item in found):
            return found
        self.add(key, "", "is not a list of tables", f"Write each one under a line [[{key}]]")
        return []

    def period(self, table: dict[str, Any]) -> tuple[date, date]:
        value = table.get("period")
        try:
            first, last = (date.fromisoformat(str(day)) for day in value or ())
            if first <= last:
                return self.years(first, last)
        except (TypeError, ValueError):
            pass
        remedy = 'Write period = ["2015-01-01", "2019-12-31"], the earlier day first'
        self.add("period", value or "", "is not two dates in order", remedy)
        return date.min, date.max

    def years(self, first: date, last: date) -> tuple[date, date]:
        if first.year < FIRST_YEAR.most:
            self.add("period", first, *FIRST_YEAR.refuse())
        if last.year > LAST_YEAR.most:
            self.add("period", last, *LAST_YEAR.refuse())
        return first, last

    def ids(self, items: list[dict[str, Any]], kind: str) -> list[str]:
        ids = [self.text(item, "id", f"{kind} {n}, ") for n, item in enumerate(items, 1)]
        for twice in sorted({i for i in ids if ids.count(i) > 1 and i}):
            self.add(f"{kind}, id", twice, "stands twice", "Give each one its own id")
        for bad in sorted({i for i in ids if i and not i.replace("_", "").replace("-", "").isalnum()}):
            self.add(f"{kind}, id", bad, "has other signs than letters, digits, - and _", "Choose a plain id")
        for one, other in list_lookalikes(ids).items():
            self.add(f"{kind}, id", one, f"looks the same as '{other}'", "Choose an id that differs in more than case")
        return ids

    def sides(self, table: dict[str, Any]) -> tuple[Side, ...]:
        items = self.limit(self.tables(table, "side"), SIDES, "side")
        ids = self.ids(items, "side")
        sides = tuple(self._side(i, item, f"side {i}, ") for i, item in zip(ids, items, strict=True))
        for side in sides:
            if side.pole not in ("", "minus", "plus"):
                self.add(f"side {side.id}, pole", side.pole, "is not known", "Use 'minus', 'plus' or leave it out")
        return sides or (Side(IMPLICIT_SIDE, "All actors"),)

    def _side(self, side_id: str, item: dict[str, Any], where: str) -> Side:
        self.keys(item, SIDE_KEYS, where)
        pole = self.optional(item, "pole", where)
        return Side(side_id, self.title(item, side_id, where), pole, self.aliases(item, where))

    def topics(self, table: dict[str, Any]) -> tuple[Topic, ...]:
        items = self.limit(self.tables(table, "topic"), TOPICS, "topic")
        if not items:
            self.add("topic", "", "is missing", "Describe at least one topic under a line [[topic]]")
        ids = self.ids(items, "topic")
        for taken in sorted({one for one in ids if is_reserved(one, ids)}):
            self.add("topic, id", taken, "is the name of a column that the program uses", "Choose another id")
        return tuple(self._topic(i, item, table.get("levels")) for i, item in zip(ids, items, strict=True))

    def _topic(self, topic_id: str, item: dict[str, Any], shared: object) -> Topic:
        where = f"topic {topic_id}, "
        self.keys(item, TOPIC_KEYS, where)
        question, minus, plus = (self.text(item, key, where) for key in ("question", "minus", "plus"))
        levels = self._levels(self.tables(item, "level"), shared, where)
        aliases = self.aliases(item, where)
        return Topic(topic_id, self.title(item, topic_id, where), question, minus, plus, levels, aliases)

    def _levels(self, items: list[dict[str, Any]], shared: object, where: str) -> tuple[Level, ...]:
        plain = [{"code": code} for code in shared] if isinstance(shared, list) else []
        for n, item in enumerate(items, 1):
            self.keys(item, LEVEL_KEYS, f"{where}level {n}, ")
        levels = [
            Level(item.get("code", ""), self.optional(item, "rule", f"{where}level, ")) for item in items or plain
        ]
        if not self._are_codes([level.code for level in levels], where):
            return ()
        codes = [level.code for level in levels]
        if isinstance(shared, list) and sorted(map(str, codes)) != sorted(map(str, shared)):
            self.add(f"{where}levels", codes, f"differ from levels = {shared}", "Make the two lists the same")
        return tuple(sorted(levels, key=lambda level: level.code))

    def _are_codes(self, codes: list[object], where: str) -> bool:
        whole = [code for code in codes if isinstance(code, int) and not isinstance(code, bool)]
        if len(codes) < 2 or len(whole) < len(codes) or len(set(whole)) < len(codes):
            remedy = "Give at least two levels, each with its own whole number as code"
            self.add(f"{where}levels", codes, "are not two or more different whole numbers", remedy)
            return False
        if max(map(abs, whole)) > CODE.most:
            self.add(f"{where}levels", codes, *CODE.refuse())
            return False
        if len(codes) > LEVELS.most:
            self.add(f"{where}levels", codes, *LEVELS.refuse(len(codes)))
            return False
        return True
