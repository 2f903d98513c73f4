"""Every exhibit with what opens it, and scored frames whose one change is planted to have each verdict."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import pandas as pd
from makers import make_scored

from stance.dossier.loading import Dossier
from stance.estimates.periods import outer_periods, whole_period
from stance.estimates.selection import Selection
from stance.exhibits.aftermath import make_aftermath
from stance.exhibits.agreement import make_agreement, make_differences, make_readings
from stance.exhibits.around import make_figures, make_saying
from stance.exhibits.checked import make_checked, make_departures, make_foreseen
from stance.exhibits.comparison import make_comparison, make_comparison_evidence, offer_lines
from stance.exhibits.context import make_context
from stance.exhibits.disagreements import make_contradictions, make_disagreements
from stance.exhibits.evidence import make_evidence
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.gap import make_gap
from stance.exhibits.gap_over import make_gap_over
from stance.exhibits.groups import make_group_evidence, make_groups
from stance.exhibits.lanes import make_event, make_lanes, offer_events
from stance.exhibits.lines import make_lines
from stance.exhibits.map import make_map
from stance.exhibits.occasions import make_occasions
from stance.exhibits.profile import make_profile, offer_actors
from stance.exhibits.readings import make_points
from stance.exhibits.readings import make_readings as make_statement_readings
from stance.exhibits.reliability import make_reliability
from stance.exhibits.replication import make_replication
from stance.exhibits.robustness import make_robustness, offer_claims
from stance.exhibits.said import make_said
from stance.exhibits.silence import make_silence
from stance.exhibits.split import make_split
from stance.exhibits.statements import make_newest, make_record
from stance.exhibits.talks import make_answers, make_texts
from stance.exhibits.term import make_term
from stance.exhibits.terms import make_terms, offer_terms
from stance.exhibits.topic_boxes import make_topic_boxes
from stance.exhibits.who_moved import make_who_moved
from stance.wording.verdicts import Verdict

TOPIC, LINE = "quota", "南"


@dataclass(frozen=True, eq=False)
class Ground:
    """What exhibits are made from."""

    dossier: Dossier
    scored: pd.DataFrame
    scores: pd.DataFrame
    selection: Selection

    def by(self, by: str) -> "Ground":
        return replace(self, selection=replace(self.selection, by=by))

    def make(self, make: Callable[..., Exhibit], **options) -> Exhibit:
        offered = {"dossier": self.dossier, "scored": self.scored, "scores": self.scores, "selection": self.selection}
        asked = [one.name for one in inspect.signature(make).parameters.values() if one.default is one.empty]
        taken = {name: offered[name] for name in asked if name in offered}
        return make(**taken, **options)


def each_topic(ground: Ground, **options) -> list[dict]:
    return [{"topic": topic} | options for topic in ground.selection.topics]


def at_an_event(ground: Ground) -> list[dict]:
    first = offer_events(ground.dossier, ground.selection).first
    return [{"event": first}] if first else []


def of_an_actor(ground: Ground) -> list[dict]:
    return [{"who": who} for who in list(offer_actors(ground.dossier, ground.scored, ground.selection))[:2]]


def of_a_statement(ground: Ground) -> list[dict]:
    return [{"statement": ground.dossier.statements["statement"].iloc[9]}]


def of_a_term(ground: Ground) -> list[dict]:
    topics = {
        topic: offer_terms(ground.dossier, ground.scored, ground.selection, topic=topic)
        for topic in ground.selection.topics
    }
    return [{"topic": topic, "term": next(iter(terms))} for topic, terms in topics.items() if terms]


def of_a_claim(ground: Ground) -> list[dict]:
    return [{"claim": offer_claims(ground.dossier, ground.scored, ground.selection).first}]


def of_two_lines(ground: Ground) -> list[dict]:
    first, *_, last = offer_lines(ground.dossier, ground.scored, ground.selection)
    return each_topic(ground, lines=(first, last), periods=(whole_period(ground.selection),) * 2)


def behind(make: Callable[..., Exhibit], **options) -> Callable[[Ground], list[dict]]:
    return lambda ground: [{"place": place} for place in ground.make(make, **options).every_place[:2]]


def plainly(ground: Ground) -> list[dict]:
    return [{}]


# What each exhibit is opened with.
OPENED: dict[Callable[..., Exhibit], Callable[[Ground], Iterable[dict]]] = {
    make_lines: plainly,
    make_topic_boxes: plainly,
    make_who_moved: lambda ground: each_topic(ground, periods=outer_periods(ground.selection)),
    make_split: lambda ground: each_topic(ground, periods=outer_periods(ground.selection)),
    make_gap: each_topic,
    make_gap_over: lambda ground: each_topic(ground, periods=outer_periods(ground.selection)),
    make_comparison: of_two_lines,
    make_comparison_evidence: lambda ground: behind(make_comparison, **of_two_lines(ground)[0])(ground),
    make_groups: each_topic,
    make_group_evidence: lambda ground: behind(make_groups, topic=ground.selection.topics[0])(ground),
    make_map: lambda ground: [{"topics": ground.selection.topics[:2]}],
    make_evidence: behind(make_lines),
    make_context: of_a_statement,
    make_statement_readings: plainly,
    make_points: lambda ground: [{"places": ground.make(make_lines).every_place}],
    make_lanes: plainly,
    make_event: at_an_event,
    make_aftermath: at_an_event,
    make_saying: at_an_event,
    make_figures: at_an_event,
    make_answers: plainly,
    make_texts: plainly,
    make_profile: of_an_actor,
    make_silence: of_an_actor,
    make_said: of_an_actor,
    make_occasions: of_an_actor,
    make_terms: each_topic,
    make_term: of_a_term,
    make_checked: plainly,
    make_departures: plainly,
    make_foreseen: plainly,
    make_record: lambda ground: [{"name": "events"}],
    make_newest: lambda ground: [{}],
    make_robustness: of_a_claim,
    make_replication: plainly,
    make_disagreements: plainly,
    make_contradictions: lambda ground: [{"days": 90, "steps": 2}],
    make_agreement: lambda ground: [{"draws": 20}],
    make_readings: lambda ground: [{"draws": 20}],
    make_differences: lambda ground: [{"number": 0}],
    make_reliability: lambda ground: [{}] if len(ground.scores) else [],
}
# These tell what stands in the dossier: their words are not of this project.
TELLING = (
    make_context,
    make_event,
    make_saying,
    make_figures,
    make_answers,
    make_texts,
    make_record,
    make_lanes,
    make_said,
)


def say(side: str, year: int, scores: list[float]) -> list[tuple]:
    return [(f"{year}-0{n % 9 + 1}-1{n % 7}", side, f"{side}{year}{n}", score, TOPIC) for n, score in enumerate(scores)]


def plant(before: list[float], after: list[float]) -> pd.DataFrame:
    """One side that moves from some scores in the first year to others in the last, and one that stays."""
    still = [row for year in (2021, 2023) for row in say("sever", year, [-1.0, 0.0] * 9)]
    scored = make_scored([*say("minami", 2021, before), *say("minami", 2023, after), *still])
    return scored.assign(actor=scored["side"].map({"sever": "vera", "minami": "jiro"}))


PLANTED = {
    Verdict.FIRM: plant([1.0] * 30, [-1.0] * 30),
    Verdict.CLEAR: plant([1.0, 0.0] * 8, [0.0, -1.0, 0.0] * 5),
    Verdict.UNSURE: plant([1.0] * 4, [-1.0] * 4),
    Verdict.NONE: plant([1.0, 0.0, -1.0] * 4, [1.0, 0.0, -1.0] * 4),
    Verdict.TOO_FEW: plant([1.0] * 9, [-1.0]),
}
