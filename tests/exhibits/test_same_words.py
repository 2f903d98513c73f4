"""One finding has one set of words: in title, sentence and alternative text, on every page, in the report and in the archive.

Every exhibit is opened here, of the shipped dossier and of a small one whose change is planted to have each verdict.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from makers import make_scored

import stance.exhibits
from stance.dossier.loading import Dossier
from stance.dossier.scores import read_scores
from stance.estimates.periods import outer_periods
from stance.estimates.scored import score_statements
from stance.estimates.selection import Selection, default_selection
from stance.exhibits.aftermath import make_aftermath
from stance.exhibits.agreement import make_agreement, make_differences, make_readings
from stance.exhibits.around import make_figures, make_saying
from stance.exhibits.disagreements import make_contradictions, make_disagreements
from stance.exhibits.evidence import make_evidence
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.gap import make_gap
from stance.exhibits.groups import make_group_evidence, make_groups
from stance.exhibits.lanes import make_event, make_lanes, offer_events
from stance.exhibits.lines import make_lines
from stance.exhibits.map import make_map
from stance.exhibits.occasions import make_occasions
from stance.exhibits.profile import make_profile, offer_actors
from stance.exhibits.reliability import make_reliability
from stance.exhibits.robustness import make_robustness, offer_claims
from stance.exhibits.said import make_said
from stance.exhibits.silence import make_silence
from stance.exhibits.split import make_split
from stance.exhibits.statements import make_record
from stance.exhibits.talks import make_answers, make_texts
from stance.exhibits.term import make_term
from stance.exhibits.terms import make_terms, offer_terms
from stance.exhibits.topic_boxes import make_topic_boxes
from stance.exhibits.who_moved import make_who_moved
from stance.export.findings import write_findings, write_plainly
from stance.report import gather_contents, write_page
from stance.wording.changes import NO_EVIDENCE
from stance.wording.verdicts import Verdict

DAY = date(2026, 3, 5)
MOVED = r"hardened|eased|moved towards"
CLAIMED = re.compile(rf"\b(?:{MOVED}|closed|widened|leans to|stands firmly)\b")
JUDGED = re.compile(rf"{CLAIMED.pattern}|unsure|no clear|{NO_EVIDENCE}", re.IGNORECASE)
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
        first = self.scores if "scores" in inspect.signature(make).parameters else self.scored
        return make(self.dossier, first, self.selection, **options)


def each_topic(ground: Ground, **options) -> list[dict]:
    return [{"topic": topic} | options for topic in ground.selection.topics]


def at_an_event(ground: Ground) -> list[dict]:
    first = offer_events(ground.dossier, ground.selection).first
    return [{"event": first}] if first else []


def of_an_actor(ground: Ground) -> list[dict]:
    return [{"who": who} for who in list(offer_actors(ground.dossier, ground.scored, ground.selection))[:2]]


def of_a_term(ground: Ground) -> list[dict]:
    topics = {
        topic: offer_terms(ground.dossier, ground.scored, ground.selection, topic=topic)
        for topic in ground.selection.topics
    }
    return [{"topic": topic, "term": next(iter(terms))} for topic, terms in topics.items() if terms]


def of_a_claim(ground: Ground) -> list[dict]:
    return [{"claim": offer_claims(ground.dossier, ground.scored, ground.selection).first}]


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
    make_groups: each_topic,
    make_group_evidence: lambda ground: behind(make_groups, topic=ground.selection.topics[0])(ground),
    make_map: lambda ground: [{"topics": ground.selection.topics[:2]}],
    make_evidence: behind(make_lines),
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
    make_record: lambda ground: [{"name": "events"}],
    make_robustness: of_a_claim,
    make_disagreements: plainly,
    make_contradictions: lambda ground: [{"days": 90, "steps": 2}],
    make_agreement: lambda ground: [{"draws": 20}],
    make_readings: lambda ground: [{"draws": 20}],
    make_differences: lambda ground: [{"number": 0}],
    make_reliability: lambda ground: [{}] if len(ground.scores) else [],
}
# These tell what stands in the dossier: their words are not of this project.
TELLING = (make_event, make_saying, make_figures, make_answers, make_texts, make_record, make_lanes, make_said)


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


@pytest.fixture(scope="module")
def shipped(dossier, scored, scores, selection) -> Ground:
    return Ground(dossier, scored, scores, selection)


@pytest.fixture(scope="module")
def small(talks, tmp_path_factory) -> Ground:
    """The other negotiation by its codes, without a classifier."""
    none = read_scores(tmp_path_factory.mktemp("none"))
    return Ground(talks, score_statements(talks, none), none, default_selection(talks.codebook))


@pytest.fixture(scope="module", params=list(PLANTED))
def planted(request, small) -> tuple[Verdict, Ground]:
    return request.param, replace(small, scored=PLANTED[request.param])


@pytest.fixture(scope="module", params=["shipped", "small", "planted firm"])
def opened(request) -> list[tuple[Callable[..., Exhibit], Exhibit]]:
    """Every exhibit of a ground, by what made it."""
    ground = request.getfixturevalue(request.param.partition(" ")[0] if "planted" not in request.param else "small")
    ground = replace(ground, scored=PLANTED[Verdict.FIRM]) if "planted" in request.param else ground
    return [(make, ground.make(make, **options)) for make, offer in OPENED.items() for options in offer(ground)]


def list_parts(exhibit: Exhibit) -> Iterator[Exhibit]:
    yield exhibit
    for panel in exhibit.panels:
        yield from list_parts(panel)


def list_words(exhibit: Exhibit) -> list[str]:
    """Everything that an exhibit and its panels say."""
    return [
        " ".join(text.split())
        for part in list_parts(exhibit)
        for text in (part.title, part.subtitle, *part.sentences, part.note, *part.caveats, part.alternative)
        if text
    ]


def test_every_exhibit_that_is_made_from_scores_is_opened_here():
    made = set()
    for path in Path(stance.exhibits.__path__[0]).glob("[a-z]*.py"):
        module = import_module(f"stance.exhibits.{path.stem}")
        own = [one for name, one in inspect.getmembers(module, inspect.isfunction) if name.startswith("make_")]
        made |= {one for one in own if {"scored", "scores"} & set(inspect.signature(one).parameters)}
    assert len(made) > 10
    assert made == set(OPENED)


def test_the_alternative_text_says_what_title_or_sentences_say(opened):
    for _, exhibit in opened:
        for part in list_parts(exhibit):
            assert all(said in part.alternative for said in part.sentences or (part.title,))
            assert part.headline.startswith(part.title)


def test_a_verb_stands_only_where_a_verdict_allows_it(opened):
    seen = 0
    for make, exhibit in opened:
        if make in TELLING:
            continue
        for part in list_parts(exhibit):
            own = " ".join([part.title, *part.sentences])
            allowed = any(one.verdict.has_verb for one in list_parts(part))
            assert allowed or not CLAIMED.search(own), own
            assert not (part.verdict == Verdict.TOO_FEW and CLAIMED.search(part.title)), own
            seen += bool(CLAIMED.search(own))
    assert seen


def test_a_title_names_nothing_that_its_sentences_deny(opened):
    for make, exhibit in opened:
        said = " ".join(sentence for part in list_parts(exhibit) for sentence in part.sentences)
        if make in (make_lines, make_who_moved, make_gap):
            for verb in CLAIMED.findall(exhibit.title):
                assert verb in said


def test_the_archive_holds_the_words_of_every_exhibit(opened):
    for _, exhibit in opened:
        written = write_findings([exhibit]).splitlines()
        lines = {re.sub(r"^(?:#+ |- |[A-Z][a-z ]+: )", "", line) for line in written} | set(written)
        for part in list_parts(exhibit):
            own = [part.title, part.subtitle, *part.sentences, part.note, *part.caveats]
            own += [part.alternative] if part.picture is not None else []
            assert [text for text in own if text and write_plainly(text) not in lines] == []


def read_verdict(clause: str) -> Verdict:
    """The verdict that a clause on one change says."""
    said = clause.lower()
    for words, verdict in (
        (NO_EVIDENCE, Verdict.TOO_FEW),
        ("no clear change", Verdict.NONE),
        ("unsure", Verdict.UNSURE),
    ):
        if words in said:
            return verdict
    assert re.search(MOVED, said), clause
    return Verdict.FIRM if re.search(rf"clearly (?:{MOVED})", said) else Verdict.CLEAR


def find_clause(line: str, texts: Iterable[str]) -> str | None:
    """The clause on the change of a line from first to last year; None where none is on it."""
    clauses = [clause for text in texts for clause in text.partition(" Largest swing")[0].split("; ")]
    names = re.compile(rf"(?<!\w){re.escape(line)}(?!\w)")
    return next((clause for clause in clauses if names.search(clause)), None)


def list_verdicts(ground: Ground) -> dict[tuple[str, str], dict[str, Verdict]]:
    """What each exhibit says of each change, in words and in its table, by topic and line."""
    lines, boxes = ground.make(make_lines), ground.make(make_topic_boxes)
    panels = {panel.key: panel.sentences for panel in (*lines.panels, *boxes.panels)}
    titles = {topic.title: topic.id for topic in ground.dossier.codebook.topics}
    found = {}
    for row in boxes.table.rows.itertuples():
        topic = titles[row.topic]
        moved = ground.make(make_who_moved, topic=topic, periods=outer_periods(ground.selection))
        tables = [table.rows for table in (moved.table, moved.extra.get("silent")) if table is not None]
        (judged,) = [one for rows in tables for one in rows.itertuples() if one.line == row.line]
        clauses = {
            "lines": find_clause(row.line, panels.get(f"chart_{topic}", ())),
            "boxes": find_clause(row.line, panels[f"box_{topic}"][: len(boxes.table.rows)]),
            "who moved": find_clause(row.line, moved.sentences),
        }
        said = {name: read_verdict(clause) for name, clause in clauses.items() if clause}
        found[topic, row.line] = said | {"table of boxes": row.verdict, "table of who moved": judged.verdict}
    return found


@pytest.mark.parametrize("by", ["side", "actor"])
def test_a_change_has_the_same_verdict_in_every_exhibit(shipped, by):
    verdicts = list_verdicts(shipped.by(by))
    assert len(verdicts) >= 6
    assert {key: said for key, said in verdicts.items() if len(set(said.values())) > 1} == {}
    assert all("lines" in said and "boxes" in said for said in verdicts.values())


def test_each_verdict_has_the_same_words_in_every_exhibit(planted):
    verdict, ground = planted
    said = list_verdicts(ground)[TOPIC, LINE]
    assert set(said.values()) == {verdict}
    assert {"lines", "boxes"} <= set(said)
    assert ("who moved" in said) == (verdict != Verdict.TOO_FEW)


def read_blocks(page: str) -> list[str]:
    """The texts of the findings of a report, one an element, and the names of its pictures."""
    main = (
        page.partition('<section id="topic-1">')[2]
        .partition('<section id="events">')[0]
        .partition('<section id="codebook">')[0]
    )
    body = re.sub(r"<script.*?</script>", "", main, flags=re.DOTALL)
    names = re.findall(r'<figure aria-label="([^"]*)"', body)
    texts = re.sub(r"</?(?:p|li|h\d|th|td|figure|div|summary|caption)\b[^>]*>|<[^>]+>", "\n", body).split("\n")
    title = re.findall(r"<h1>(.*?)</h1>", page)
    return [" ".join(unescape(text).split()) for text in (*title, *names, *texts) if text.strip()]


def check_report(ground: Ground) -> list[str]:
    """Checks that a report says of its findings what the exhibits say, and nothing else; the blocks with words of a verdict."""
    contents = gather_contents(ground.dossier, ground.scored, ground.selection)
    blocks = read_blocks(write_page(ground.dossier, contents, day=DAY))
    known = {text for exhibit in contents.exhibits for text in list_words(exhibit)} | {str(one) for one in Verdict}
    tables = [table for exhibit in contents.exhibits for table in (exhibit.table, *exhibit.extra.values()) if table]
    known |= {table.about for table in tables}
    judged = [block for block in blocks if JUDGED.search(block)]
    titled = {
        f"{by}: {one.title}"
        for by, each in (("side", contents.sides), ("actor", contents.actors))
        for one in each.values()
    }
    assert [
        one for one in judged if one not in known and not any(one.endswith(f"by {title}") for title in titled)
    ] == []
    for exhibit in contents.exhibits:
        if exhibit is not contents.lanes:
            said = [sentence for part in list_parts(exhibit) for sentence in part.sentences]
            assert [text for text in said if JUDGED.search(text) and " ".join(text.split()) not in blocks] == []
    assert blocks[0] == " ".join(contents.lines.title.split())
    return judged


def test_the_report_says_each_verdict_as_the_exhibits_do(planted):
    verdict, ground = planted
    judged = check_report(ground)
    said = {read_verdict(block) for block in judged if re.search(rf"{LINE}.*statements|for {LINE}", block)}
    assert verdict in said


def test_the_report_of_the_shipped_dossier_says_what_the_exhibits_say(shipped):
    assert len(check_report(shipped)) > 10
