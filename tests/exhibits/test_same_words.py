"""One finding has one set of words: in title, sentence and alternative text, on every page, in the report and in the archive.

Every exhibit is opened here, of the shipped dossier and of a small one whose change is planted to have each verdict.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import pytest

import stance.exhibits
from stance.dossier.scores import read_scores
from stance.estimates.scored import score_statements
from stance.estimates.selection import default_selection
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.gap import make_gap
from stance.exhibits.lines import make_lines
from stance.exhibits.on_page import draw_still
from stance.exhibits.topic_boxes import make_topic_boxes
from stance.exhibits.who_moved import make_who_moved
from stance.export.findings import write_findings, write_plainly
from stance.report import gather_contents, write_page
from stance.wording.changes import NO_EVIDENCE
from stance.wording.verdicts import Verdict

from .opening import LINE, OPENED, PLANTED, TELLING, TOPIC, Ground

DAY = date(2026, 3, 5)
MOVED = r"hardened|eased|moved towards"
CLAIMED = re.compile(rf"\b(?:{MOVED}|closed|widened|leans to|stands firmly)\b")
JUDGED = re.compile(rf"{CLAIMED.pattern}|unsure|no clear|{NO_EVIDENCE}", re.IGNORECASE)


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
        functions = inspect.getmembers(module, inspect.isfunction)
        own = [one for name, one in functions if name.startswith("make_") and one.__module__ == module.__name__]
        made |= {one for one in own if {"scored", "scores"} & set(inspect.signature(one).parameters)}
    assert len(made) > 10
    assert made == set(OPENED)


def test_the_alternative_text_says_what_title_or_sentences_say(opened):
    for _, exhibit in opened:
        for part in list_parts(exhibit):
            assert all(said in part.alternative for said in part.sentences or (part.title,))
            assert part.headline.startswith(part.title)


def test_every_picture_is_made_of_what_plotly_knows(opened):
    pictures = [part.picture for _, exhibit in opened for part in list_parts(exhibit) if part.picture is not None]
    assert sum(len(picture.copy().data) for picture in pictures) > len(pictures) > 10  # a copy is validated


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
    clauses = [clause for text in texts for clause in text.partition(" Surest swing")[0].split("; ")]
    names = re.compile(rf"(?<!\w){re.escape(line)}(?!\w)")
    return next((clause for clause in clauses if names.search(clause)), None)


def list_verdicts(ground: Ground) -> dict[tuple[str, str], dict[str, Verdict]]:
    """What each exhibit says of each change, in words and in its table, by topic and line."""
    lines, boxes = ground.make(make_lines), ground.make(make_topic_boxes)
    panels = {panel.key: panel.sentences for panel in (*lines.panels, *boxes.panels)}
    titles = {topic.title: topic.id for topic in ground.dossier.codebook.topics}
    moves = {one["topic"]: ground.make(make_who_moved, **one) for one in OPENED[make_who_moved](ground)}
    found = {}
    for row in boxes.table.rows.itertuples():
        topic = titles[row.topic]
        moved = moves[topic]
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


def test_every_picture_has_a_still_that_holds_its_words_and_its_marks(opened):
    pictured = [one for _, exhibit in opened for one in exhibit.pictures]
    assert len(pictured) >= 10
    for exhibit in pictured:
        still = ElementTree.fromstring(draw_still(exhibit))
        assert still.get("aria-label") == exhibit.alternative
        kept = exhibit.picture.to_dict()
        said = "".join(still.itertext())
        words = [part for note in kept["layout"].get("annotations", ()) for part in re.split("<[^>]+>", note["text"])]
        assert [word for word in words if unescape(word) not in said] == []
        points = [
            point
            for trace in kept["data"]
            if "markers" in trace.get("mode", "") and trace["marker"].get("symbol") != "line-ns"
            for point in zip(trace["x"], trace["y"], strict=True)
        ]
        marks = [one for one in still.iter() if one.tag in ("circle", "path")]
        assert len(marks) >= len([point for point in points if None not in point]), exhibit.key
