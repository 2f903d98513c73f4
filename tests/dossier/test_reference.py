"""What a dossier tells of the talks themselves is read whole, or every fault of it is named at once."""

import re
from dataclasses import fields
from itertools import product

import makers
import pandas as pd
import pytest
from pydantic import TypeAdapter

from stance.dossier.linking import MARKS
from stance.dossier.loading import DATA, load_dossier
from stance.dossier.reference import (
    ABROAD,
    FILE,
    HOME,
    UNKNOWN,
    Answer,
    Home,
    Kinds,
    Phrase,
    Reading,
    Reference,
    StandingRule,
    Text,
    Translated,
    Voice,
    load_reference,
    locate_venue,
    match_words,
    name_groups,
    name_voices,
)
from stance.errors import DataError

# The lists of the file and what each entry becomes.
PARTS = {
    "channel": Kinds,
    "voice": Voice,
    "home": Home,
    "phrase": Phrase,
    "rule": StandingRule,
    "text": Text,
    "answer": Answer,
}
EVENTS = "event,date,title\nmeeting-1,2020-01-02,First round\nmeeting-2,2020-02-02,Second round (planned)\n"
WHOLE = """
planned = "(planned)"

[translated]
publishers = ["Echo Digest"]

[[channel]]
title = "Talks"
kinds = ["round", "visit"]

[[voice]]
title = "Crews"
kinds = ["skipper"]

[[voice]]
title = "Harbour"
kinds = ["pilot"]
actors = ["ann"]

[[home]]
side = "north"
words = ["Old Quay"]

[[home]]
side = ""
words = ["Far Port"]

[[phrase]]
title = "Shared fund"
words = ["a fund", "one fund"]

[[rule]]
id = "north-none"
topic = "fund"
side = "north"
code = -1
title = "No fund"
text = "The north wants none."

[[text]]
id = "letter"
title = "Letter of the envoys"
event = "meeting-1"
summary = "It speaks of means."
words = ["letter"]

[[text.reading]]
side = "north"
reading = "Means are boats."

[[text.reading]]
side = "south"
reading = "Means are money."
statements = ["1", "2"]

[[answer]]
event = "meeting-1"
theme = "Rounds"
statements = ["2"]

[[answer]]
event = "meeting-2"
theme = "Rounds"
"""
RULE = '[[rule]]\nid = "r"\ntopic = "fund"\nside = "north"\ncode = 1\ntitle = "t"\ntext = "x"\n'
TEXT = '[[text]]\nid = "letter"\ntitle = "t"\nsummary = "s"\nwords = ["letter"]\n'
READING = '[[text.reading]]\nside = "north"\nreading = "r"\n'
ANSWER = '[[answer]]\nevent = "meeting-1"\ntheme = "Rounds"\n'
# What is written, and the one sentence that follows.
FAULTS = {
    "unknown key": ('plannned = "x"', "plannned: is not known. Did you mean 'planned'."),
    "not a text": ("planned = 3", "planned: '3' is not a text. Write a text."),
    "publishers no list": (
        '[translated]\npublishers = "Echo Digest"',
        "translated, publishers: 'Echo Digest' is not a list of texts. Write a list of texts.",
    ),
    "one table for a list": (
        '[channel]\ntitle = "Talks"\nkinds = []',
        "channel: is not a list of tables. Write each one under a line [[channel]].",
    ),
    "a text for a list": ('voice = "crews"', "voice: is not a list of tables. Write each one under a line [[voice]]."),
    "unknown key of a part": (
        RULE + 'tittle = "t"',
        "rule 1, tittle: is not known. Did you mean 'title'.",
    ),
    "missing key": ('[[phrase]]\ntitle = "Fund"', "phrase 1, words: is missing. Add the line."),
    "missing key of the second": (
        '[[home]]\nside = "north"\nwords = ["Quay"]\n[[home]]\nwords = ["Port"]',
        "home 2, side: is missing. Add the line.",
    ),
    "words no list": (
        '[[phrase]]\ntitle = "Fund"\nwords = "fund"',
        "phrase 1, words: 'fund' is not a list of texts. Write a list of texts.",
    ),
    "an empty word": (
        '[[phrase]]\ntitle = "Fund"\nwords = ["fund", " "]',
        "phrase 1, words: '['fund', ' ']' is not a list of texts. Write a list of texts.",
    ),
    "a voice of no one": (
        '[[voice]]\ntitle = "Crews"',
        "voice, title: 'Crews' has no kinds and no actors. List kinds or actors of it.",
    ),
    "an unknown actor of a voice": (
        '[[voice]]\ntitle = "Crews"\nactors = ["anne"]',
        "voice Crews, actors: 'anne' is not known. Did you mean 'ann'.",
    ),
    "a number among kinds": (
        '[[channel]]\ntitle = "Talks"\nkinds = [1]',
        "channel 1, kinds: '[1]' is not a list of texts. Write a list of texts.",
    ),
    "title no text": (
        '[[voice]]\ntitle = 7\nkinds = ["skipper"]',
        "voice 1, title: '7' is not a text. Write a text.",
    ),
    "code as text": (
        RULE.replace("code = 1", 'code = "1"'),
        "rule 1, code: '1' is not a whole number. Write a whole number.",
    ),
    "code with a point": (
        RULE.replace("code = 1", "code = 0.5"),
        "rule 1, code: '0.5' is not a whole number. Write a whole number.",
    ),
    "code as truth": (
        RULE.replace("code = 1", "code = true"),
        "rule 1, code: 'True' is not a whole number. Write a whole number.",
    ),
    "code of no level": (
        RULE.replace("code = 1", "code = 2"),
        "rule r, code: '2' is no code of the topic. Use one of (-1, 0, 1).",
    ),
    "unknown topic": (
        RULE.replace('"fund"', '"fond"'),
        "rule r, topic: 'fond' is not known. Did you mean 'fund'.",
    ),
    "unknown side of a rule": (
        RULE.replace("north", "nord"),
        "rule r, side: 'nord' is not known. Did you mean 'north'.",
    ),
    "rule without a side": (
        RULE.replace("north", ""),
        "rule r, side: is not known. Use one of 'north', 'south'.",
    ),
    "unknown side of a home": (
        '[[home]]\nside = "soth"\nwords = ["Quay"]',
        "home, side: 'soth' is not known. Did you mean 'south'.",
    ),
    "unknown side of a reading": (
        TEXT + READING.replace("north", "norht"),
        "text letter, reading, side: 'norht' is not known. Did you mean 'north'.",
    ),
    "unknown event of a text": (
        TEXT + 'event = "meting-1"',
        "text letter, event: 'meting-1' is not known. Did you mean 'meeting-1'.",
    ),
    "unknown statement of a reading": (
        TEXT + READING + 'statements = ["1", "77"]',
        "text letter, reading, statements: '77' is not known. Use one of '1', '2', '3'.",
    ),
    "unknown event of an answer": (
        ANSWER.replace("meeting-1", "meeting-9"),
        "answer, event: 'meeting-9' is not known. Did you mean 'meeting-1'.",
    ),
    "unknown statement of an answer": (
        ANSWER + 'statements = ["3", "4"]',
        "answer to meeting-1, statements: '4' is not known. Use one of '1', '2', '3'.",
    ),
}


def write(folder, reference: str | bytes, **tables):
    """A small dossier of two sides and two events with this reference."""
    actors = {"actors": "actor,side,kind\nann,south,skipper\nbob,north,skipper\ncid,north,envoy\n"}
    tables = {"events": EVENTS} | actors | tables
    makers.write_dossier(folder, makers.CODEBOOK + makers.TWO_SIDES, **tables)
    (folder / FILE).write_bytes(reference if isinstance(reference, bytes) else reference.encode())
    return folder


def list_parts(reference: Reference) -> dict[str, tuple]:
    """The entries of each list of the file."""
    return {part: reference.standing_rules if part == "rule" else getattr(reference, part) for part in PARTS}


def read_faults(folder) -> list[str]:
    with pytest.raises(DataError) as caught:
        load_dossier(folder)
    return [str(problem) for problem in caught.value.problems]


def test_the_whole_file_is_read_as_written(tmp_path):
    assert load_dossier(write(tmp_path, WHOLE)).reference == Reference(
        planned="(planned)",
        translation=Translated(("Echo Digest",)),
        channel=(Kinds("Talks", ("round", "visit")),),
        voice=(Voice("Crews", ("skipper",)), Voice("Harbour", ("pilot",), ("ann",))),
        home=(Home("north", ("Old Quay",)), Home("", ("Far Port",))),
        phrase=(Phrase("Shared fund", ("a fund", "one fund")),),
        standing_rules=(StandingRule("north-none", "fund", "north", -1, "No fund", "The north wants none."),),
        text=(
            Text(
                "letter",
                "Letter of the envoys",
                "It speaks of means.",
                ("letter",),
                "meeting-1",
                (Reading("north", "Means are boats."), Reading("south", "Means are money.", ("1", "2"))),
            ),
        ),
        answer=(Answer("meeting-1", "Rounds", ("2",)), Answer("meeting-2", "Rounds")),
    )


def test_rules_are_listed_by_topic(tmp_path):
    reference, problems = load_reference(write(tmp_path, RULE + RULE.replace('"r"', '"q"').replace('"fund"', '"toll"')))
    assert problems == []
    assert [rule.id for rule in reference.list_rules("fund")] == ["r"]
    assert [rule.id for rule in reference.list_rules("toll")] == ["q"]
    assert reference.list_rules("rain") == []


def test_without_the_file_nothing_is_told(tmp_path):
    folder = makers.write_dossier(tmp_path)
    assert load_reference(folder) == (Reference(), [])
    assert load_dossier(folder).reference == Reference()


@pytest.mark.parametrize("content", ["", "# Nothing yet\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_sound_and_tells_nothing(tmp_path, content):
    assert load_dossier(write(tmp_path, content)).reference == Reference()


def test_a_mark_of_utf_8_and_windows_line_ends_do_no_harm(tmp_path):
    plain = load_dossier(write(tmp_path / "a", WHOLE)).reference
    marked = b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()
    assert load_dossier(write(tmp_path / "b", marked)).reference == plain


@pytest.mark.parametrize("content", ["planned = ", WHOLE.encode("utf-16"), b'planned = "\xff"'])
def test_a_file_that_is_not_toml_is_one_sentence(tmp_path, content):
    (fault,) = read_faults(write(tmp_path, content))
    assert re.match(
        r"reference.toml: is not (TOML \(.+\). Mend that place|UTF-8 \(.+\). Save it again as UTF-8)\.$", fault
    )


@pytest.mark.parametrize(("content", "sentence"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_one_sentence_with_place_value_and_remedy(tmp_path, content, sentence):
    assert read_faults(write(tmp_path, content)) == [f"reference.toml, {sentence}"]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_without_a_key_misses_each_that_has_no_default(tmp_path, part):
    needed = {
        "channel": ["title", "kinds"],
        "voice": ["title"],
        "home": ["side", "words"],
        "phrase": ["title", "words"],
        "rule": ["id", "topic", "side", "code", "title", "text"],
        "text": ["id", "title", "summary", "words"],
        "answer": ["event", "theme"],
    }
    faults = read_faults(write(tmp_path, f"[[{part}]]"))
    assert faults == [f"reference.toml, {part} 1, {key}: is missing. Add the line." for key in needed[part]]


def test_a_fault_in_a_reading_is_found(tmp_path):
    missing, unknown, wrong = (
        '[[text.reading]]\nside = "north"\n',
        READING + 'sied = "x"\n',
        READING + "statements = 1\n",
    )
    faults = "\n".join(read_faults(write(tmp_path, TEXT + missing + unknown + wrong)))
    assert "reading 1, reading: is missing. Add the line." in faults
    assert "reading 2, sied: is not known. Did you mean 'side'." in faults
    assert "reading 3, statements: '1' is not a list of texts. Write a list of texts." in faults


@pytest.mark.parametrize("value", ['"open"', "3", '{side = "north", reading = "r"}'])
def test_a_reading_that_is_no_list_of_tables_is_refused(tmp_path, value):
    (fault,) = read_faults(write(tmp_path, TEXT + f"reading = {value}\n"))
    assert fault.endswith("reading: is not a list of tables. Write each one under a line [[reading]].")


def test_how_a_side_reads_a_text_is_a_text(tmp_path):
    (fault,) = read_faults(write(tmp_path, TEXT + READING.replace('"r"', "[]")))
    assert fault.endswith("reading: '[]' is not a text. Write a text.")


def test_all_faults_come_together_with_those_of_the_tables(tmp_path):
    alone = [key for key in FAULTS if key not in ("one table for a list", "a text for a list", "publishers no list")]
    tops = [FAULTS[key] for key in alone if not FAULTS[key][0].startswith("[")]
    parts = [FAULTS[key] for key in alone if FAULTS[key][0].startswith("[")]
    content = "\n".join(content for content, _ in [tops[0], *parts])
    faults = read_faults(write(tmp_path, content, sources="source,url\ngazette,\nheralt,\n"))
    assert [fault for fault in faults if not fault.startswith(f"{FILE}, ")] == [
        "statements.csv, row 3, source: 'herald' is not in sources.csv. Did you mean 'heralt'."
    ]
    faults = [fault for fault in faults if "stands twice" not in fault]  # the parts share their ids
    assert len(faults) == 1 + 1 + len(parts)
    numbered = {sentence.split(": ", 1)[1] for _, sentence in [tops[0], *parts]}  # the numbers of the parts differ now
    assert {fault.split(": ", 1)[1] for fault in faults[1:]} == numbered


def test_a_part_of_wrong_form_does_not_hide_an_unknown_id_of_another(tmp_path):
    faults = read_faults(write(tmp_path, '[[phrase]]\ntitle = "Fund"\n' + ANSWER.replace("meeting-1", "x")))
    assert len(faults) == 2
    assert faults[1].startswith("reference.toml, answer, event: 'x' is not known.")


def test_an_id_of_a_dossier_without_events_is_not_known(tmp_path):
    folder = write(tmp_path, ANSWER)
    (folder / "events.csv").unlink()
    (fault,) = read_faults(folder)
    assert fault.startswith("reference.toml, answer, event: 'meeting-1' is not known.")


def test_the_example_of_the_documents_is_sound(tmp_path):
    page = (DATA.parent / "docs" / "dossier.md").read_text(encoding="utf-8")
    example = page[page.index("## A complete small example") : page.index("## Check it")]
    files = dict(re.findall(r"^`([\w.]+)`[^\n]*\n\n```\w+\n(.*?)```", example, re.MULTILINE | re.DOTALL))
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    loaded = load_dossier(tmp_path)
    assert FILE in files
    assert all(list_parts(loaded.reference).values())
    assert "translated" in set(loaded.statements["marks"])


def test_the_documents_name_every_key():
    page = (DATA.parent / "docs" / "dossier.md").read_text(encoding="utf-8")
    section = page[page.index("## reference.toml") : page.index("## A complete small example")]
    keys = {field.name for kind in (*PARTS.values(), Reading, Translated) for field in fields(kind)}
    keys |= TypeAdapter(Reference).json_schema(by_alias=True)["properties"].keys()
    assert keys > PARTS.keys()
    assert {key for key in keys if not re.search(rf"\b{key}\b", section)} == set()
    assert all(f"| [[{part}]] |" in section for part in PARTS)


# Words and places.


def test_a_word_stands_whole_and_in_any_case():
    texts = ["The fund pays", "A FUND.", "funds", "refund", "fund-raising", "«fund»", ""]
    assert match_words(texts, ("Fund",)) == [True, True, False, False, True, True, False]


def test_one_of_several_words_is_enough_and_their_signs_stand_for_themselves():
    texts = ["no strings attached", "U.S. troops", "UXS, troops", "川の水、花子", "the string"]
    assert match_words(texts, ("no strings", "U.S.", "花子")) == [True, True, False, True, False]


def test_a_star_stands_for_any_letters_at_its_end_of_a_word():
    texts = ["the quota", "two quotas", "a subquota", "subquotas", "quo"]
    assert match_words(texts, ("quota*",)) == [True, True, False, False, False]
    assert match_words(texts, ("*quota",)) == [True, False, True, False, False]
    assert match_words(texts, ("*quota*",)) == [True, True, True, True, False]


def test_hyphens_blanks_and_apostrophes_are_written_in_several_ways():
    texts = ["joint fund", "joint-fund", "joint\n fund", "jointfund", "joint new fund"]
    assert match_words(texts, ("joint fund",)) == [True, True, True, False, False]
    assert match_words(["the fund's end", "the fund’s end"], ("fund's end",)) == [True, True]
    assert match_words(["the fund's end", "the fund’s end"], ("fund’s end",)) == [True, True]


@pytest.mark.parametrize("texts", [["anything", ""], []])
def test_without_words_nothing_matches(texts):
    assert match_words(texts, ()) == [False] * len(texts)
    assert match_words(texts, ("*", " ")) == [False] * len(texts)


def test_letters_of_any_script_bound_a_word():
    assert match_words(["вода", "воды", "Вода!", "полвода"], ("вода",)) == [True, False, True, False]


HOMES = (
    Home("north", ("Old Quay", "Frost")),
    Home("south", ("Harbour",)),
    Home("", ("Far Port",)),
    Home("south", ("Bay",)),
)


@pytest.mark.parametrize(
    ("venue", "side", "place"),
    [
        ("speech, Old Quay", "north", HOME),
        ("speech, old quay", "north", HOME),
        ("speech, Old Quay", "south", ABROAD),
        ("the Harbour", "north", ABROAD),
        ("the Bay", "south", HOME),
        ("the Bay", "north", ABROAD),
        ("Far Port", "north", ABROAD),
        ("Far Port", "south", ABROAD),
        ("Old Quay, by telephone with the Harbour", "north", HOME),
        ("Old Quay, by telephone with the Harbour", "south", HOME),
        ("Far Port, after Frost", "north", HOME),
        ("radio interview", "north", UNKNOWN),
        ("Harbours", "south", UNKNOWN),
        ("", "north", UNKNOWN),
        ("Old Quay", "guests", UNKNOWN),
        ("Far Port", "guests", UNKNOWN),
        ("Far Port", "", HOME),
    ],
)
def test_a_venue_is_home_abroad_or_open(venue, side, place):
    assert locate_venue(venue, side, HOMES) == place


def test_without_homes_no_venue_is_placed():
    assert locate_venue("Old Quay", "north", ()) == UNKNOWN


def test_the_places_of_statements_follow_venue_and_side(tmp_path):
    table = (
        "statement,date,actor,source,text,fund,venue,place\n"
        "1,2020-01-02,bob,s,One,1,Old Quay,abroad\n2,2020-01-03,bob,s,Two,1,Far Port,\n"
        "3,2020-01-04,ann,s,Three,1,Old Quay,\n4,2020-01-05,bob,s,Four,1,,home\n"
    )
    loaded = load_dossier(write(tmp_path, WHOLE, statements=table))
    assert loaded.statements["place"].tolist() == ["home", "abroad", "", ""]  # the south has no home in the file
    (tmp_path / FILE).unlink()
    assert load_dossier(tmp_path).statements["place"].tolist() == [""] * 4


# Marks.


@pytest.fixture
def marked(tmp_path):
    """Sixteen statements, one for every set of marks: its id names them."""
    rows, sources = [], []
    for number, on in enumerate(product([False, True], repeat=len(MARKS))):
        unnamed, relayed, translated, weak = on
        name = "+".join(mark for mark, holds in zip(MARKS, on, strict=True) if holds) or "none"
        actor = "voice" if unnamed else "ann"
        rows.append(
            {
                "statement": name, "date": f"2020-01-{number + 1:02}", "actor": actor, "source": f"s-{name}",
                "text": f"Text {number}", "fund": "1", "marks": "weak", "kind": "unnamed", "origin": "x",
            }
        )  # fmt: skip
        sources.append(
            {
                "source": f"s-{name}",
                "publisher": "Echo Digest" if translated else "Echo Digest Weekly",
                "origin": "Harbour Post" if relayed else "",
                "kind": "weak" if weak else "press",
            }
        )
    folder = write(tmp_path, WHOLE, actors="actor,side,kind\nann,south,skipper\nvoice,north,unnamed\n")
    makers.write_rows(folder / "sources.csv", sources)
    makers.write_rows(folder / "statements.csv", rows)
    (folder / FILE).write_text(WHOLE[: WHOLE.index("[[text]]")], encoding="utf-8")
    return folder


def test_each_mark_stands_alone_and_beside_the_others(marked):
    statements = load_dossier(marked).statements
    assert len(statements) == 16
    expected = [name.replace("none", "").replace("+", ", ") for name in statements["statement"]]
    assert statements["marks"].tolist() == expected


def test_without_a_reference_no_report_is_marked_as_translated(marked):
    before = load_dossier(marked).statements["marks"]
    (marked / FILE).unlink()
    after = load_dossier(marked).statements["marks"]
    assert [", ".join(m for m in marks.split(", ") if m != "translated") for marks in before] == after.tolist()


def test_without_actors_and_sources_there_is_no_mark(tmp_path):
    assert load_dossier(makers.write_dossier(tmp_path)).statements["marks"].tolist() == ["", "", ""]


# The shipped file.


@pytest.fixture(scope="module")
def reference(dossier) -> Reference:
    return dossier.reference


def test_the_shipped_file_holds_every_part(reference):
    assert reference.planned and reference.translated
    assert all(list_parts(reference).values())


@pytest.mark.parametrize(("part", "table"), [("channel", "events"), ("voice", "actors")])
def test_every_kind_of_event_and_actor_is_in_exactly_one_group(part, table, reference, dossier):
    kinds = [kind for group in getattr(reference, part) for kind in group.kinds]
    assert sorted(kinds) == sorted(getattr(dossier, table)["kind"].unique())
    titles = [group.title for group in getattr(reference, part)]
    assert len(set(titles)) == len(titles)


def test_some_titles_of_events_hold_the_word_for_planned(reference, dossier):
    assert dossier.events["title"].str.contains(reference.planned, regex=False).any()


def test_every_publisher_that_translates_stands_in_the_sources_once(reference, dossier):
    assert set(reference.translated) <= set(dossier.sources["publisher"])
    assert len(set(reference.translated)) == len(reference.translated)


def test_every_phrase_occurs_in_at_least_eight_statements(reference, dossier):
    counts = {phrase.title: sum(match_words(dossier.statements["text"], phrase.words)) for phrase in reference.phrase}
    assert {title: n for title, n in counts.items() if n < 8} == {}
    assert len(counts) == len(reference.phrase)


def test_every_wording_of_a_phrase_and_every_word_of_a_place_and_text_occurs(reference, dossier):
    statements = dossier.statements
    said = statements["text"] + "\n" + statements["key_phrase"]
    about = [(reference.phrase, said), (reference.home, statements["venue"]), (reference.text, said)]
    words = [(word, cells) for parts, cells in about for part in parts for word in part.words]
    unused = {word for word, cells in words if not any(match_words(cells, (word,)))}
    assert len(words) > 100
    assert unused == set()


def test_no_word_means_a_place_of_two_sides(reference):
    words = [word.lower() for home in reference.home for word in home.words]
    assert len(set(words)) == len(words)


def test_every_answer_lies_on_or_after_its_event(reference, dossier):
    events, statements = dossier.events.set_index("event"), dossier.statements.set_index("statement")
    compared = 0
    for answer in reference.answer:
        event = events.loc[answer.event]
        own = statements.loc[list(answer.statements)]
        by_day = own[(own["date_precision"] == "day") & (event["date_precision"] in ("", "day"))]
        assert (by_day["date"] >= event["date"]).all(), answer
        assert (by_day["date"] - event["date"] <= pd.Timedelta(days=40)).all(), answer
        assert own["date"].is_monotonic_increasing, answer
        assert not own.index.has_duplicates, answer
        compared += len(by_day)
    assert compared > 60


def test_no_event_is_answered_twice(reference):
    events = [answer.event for answer in reference.answer]
    assert len(set(events)) == len(events)


def test_the_datasheet_states_how_many_lists_of_answers_are_empty(reference, dossier):
    empty = sum(not answer.statements for answer in reference.answer)
    sheet = (dossier.folder / "README.md").read_text(encoding="utf-8")
    assert f"{empty} of the {len(reference.answer)} lists are empty" in sheet


def test_both_camps_have_rules_on_the_same_topics_with_mirrored_codes(reference, dossier):
    minus, plus = (
        {r.topic: r.code for r in reference.standing_rules if r.side == s.id} for s in dossier.codebook.poled_sides
    )
    assert minus
    assert {topic: -code for topic, code in minus.items()} == plus
    assert len(reference.standing_rules) == len(minus) + len(plus)
    assert len({rule.id for rule in reference.standing_rules}) == len(reference.standing_rules)


def test_every_text_is_read_in_two_ways_one_for_each_camp(reference, dossier):
    camps = {side.id for side in dossier.codebook.poled_sides}
    sides = dossier.statements.set_index("statement")["side"]
    for text in reference.text:
        assert len(text.reading) >= 2
        assert camps <= {reading.side for reading in text.reading}
        for reading in text.reading:
            assert reading.statements
            assert set(sides[list(reading.statements)]) == {reading.side}


def test_places_and_marks_of_the_shipped_statements_are_of_every_kind(dossier):
    shown = {mark for marks in dossier.statements["marks"] for mark in marks.split(", ")} - {""}
    assert shown == set(MARKS)
    for side in dossier.codebook.poled_sides:
        assert set(dossier.statements.loc[dossier.statements["side"] == side.id, "place"]) == {HOME, ABROAD, UNKNOWN}


@pytest.mark.parametrize("part", ["rule", "text"])
def test_an_id_that_stands_twice_is_refused(tmp_path, part):
    content = RULE if part == "rule" else TEXT
    (fault,) = read_faults(write(tmp_path, f"{content}\n{content}"))
    assert fault.startswith(f"{FILE}, {part}, id: ")
    assert fault.endswith("stands twice. Give each one its own id.")


def test_a_misspelt_list_of_publishers_is_refused(tmp_path):
    assert read_faults(write(tmp_path, '[translated]\npublisher = ["Gazette"]\n')) == [
        "reference.toml, translated, publishers: is missing. Add the line.",
        "reference.toml, translated, publisher: is not known. Did you mean 'publishers'.",
    ]


def test_publishers_that_stand_in_no_table_are_refused(tmp_path):
    (fault,) = read_faults(write(tmp_path, 'translated = ["Gazette"]\n'))
    assert fault == "reference.toml, translated: '['Gazette']' is not a table. Write a table."


def test_a_fault_in_a_reading_is_found_with_its_text(tmp_path):
    second = TEXT.replace('"letter"', '"note"', 1) + READING + READING.replace("side", "sied")
    assert read_faults(write(tmp_path, TEXT + READING + second)) == [
        "reference.toml, text 2, reading 2, side: is missing. Add the line.",
        "reference.toml, text 2, reading 2, sied: is not known. Did you mean 'side'.",
    ]


def test_a_file_nested_beyond_reading_is_one_sentence(tmp_path):
    (fault,) = read_faults(write(tmp_path, "planned = " + "[" * 5000))
    assert fault.startswith("reference.toml: is not TOML (")


def test_a_table_that_cannot_be_read_is_not_blamed_on_the_reference(tmp_path):
    folder = write(tmp_path, TEXT + READING)
    (folder / "statements.csv").write_bytes(b"statement,date\n\xff\xfe\xfa,x\n")
    assert all("reference.toml" not in fault for fault in read_faults(folder))


def test_every_kind_has_the_title_of_its_group_in_the_order_of_the_groups():
    groups = (Kinds("Talks", ("round", "visit")), Kinds("Force", ("drill",)), Kinds("Nothing", ()))
    assert list(name_groups(groups).items()) == [("round", "Talks"), ("visit", "Talks"), ("drill", "Force")]
    assert list(name_groups(groups[::-1])) == ["drill", "round", "visit"]
    assert name_groups(()) == {}


def test_an_actor_of_two_voices_is_refused(tmp_path):
    voices = '[[voice]]\ntitle = "Crews"\nactors = ["ann"]\n[[voice]]\ntitle = "Ports"\nactors = ["bob", "ann"]\n'
    fault = "reference.toml, voice, actors: 'ann' stands twice. Name each actor in one voice."
    assert read_faults(write(tmp_path, voices)) == [fault]


def test_an_actor_that_a_voice_names_is_in_that_voice_whatever_its_kind():
    voices = (Voice("Crews", ("skipper",)), Voice("Harbour", actors=("cid",)), Voice("Envoys", ("envoy",)))
    kinds = {"ann": "skipper", "cid": "skipper", "dan": "envoy", "eve": "singer", "fay": ""}
    assert name_voices(voices, kinds) == {
        "ann": "Crews", "cid": "Harbour", "dan": "Envoys", "eve": "singer", "fay": "all"
    }  # fmt: skip
    assert name_voices((), kinds)["cid"] == "skipper"


def test_an_actor_of_a_voice_is_looked_for_in_the_statements_where_there_is_no_table_of_actors(tmp_path):
    folder = makers.write_dossier(tmp_path)
    for actor, faults in (("cid", 0), ("dan", 1)):
        (folder / FILE).write_text(f'[[voice]]\ntitle = "Harbour"\nactors = ["{actor}"]\n', encoding="utf-8")
        assert len(read_faults(folder) if faults else load_dossier(folder).reference.voice) == 1


def test_polls_and_rallies_of_the_shipped_dossier_are_apart(dossier):
    kinds = dossier.actors.set_index("actor")["kind"].to_dict()
    voices = name_voices(dossier.reference.voice, kinds)
    public = {voices[actor] for actor, kind in kinds.items() if kind == "public"}
    assert public == {"Polls", "Rallies"}
    polls = {actor for actor, voice in voices.items() if voice == "Polls"}
    assert {actor for actor in kinds if actor.endswith("-poll")} <= polls


def test_the_channels_and_voices_of_the_shipped_dossier_name_kinds_that_it_has(dossier):
    channels, voices = name_groups(dossier.reference.channel), name_groups(dossier.reference.voice)
    assert channels and voices.keys() <= set(dossier.actors["kind"])
    assert channels.keys() <= set(dossier.events["kind"])


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (
            '[translated]\npublishers = ["Harbour Pres"]',
            "translated, publishers: 'Harbour Pres' is not quite 'Harbour Press'",
        ),
        ('[[voice]]\ntitle = "People"\nkinds = ["Skipper"]', "People, kinds: 'Skipper' is not quite 'skipper'"),
        ('[[channel]]\ntitle = "Talks"\nkinds = ["metting"]', "Talks, kinds: 'metting' is not quite 'meeting'"),
    ],
)
def test_a_publisher_or_a_kind_that_is_only_nearly_one_of_the_tables_is_named(tmp_path, part, words):
    sources = "source,publisher\ngazette,Harbour Press\nherald,Herald\n"
    events = "event,date,title,kind\nmeeting-1,2020-02-01,One,meeting\nmeeting-2,2020-03-01,Two,meeting\n"
    (fault,) = read_faults(write(tmp_path, part, sources=sources, events=events))
    assert words in fault
    exact = part.replace('Pres"', 'Press"').replace("Skipper", "skipper").replace("metting", "meeting")
    assert load_dossier(write(tmp_path / "exact", exact, sources=sources, events=events))
