"""The report: one file, all findings and statements, nothing asked of any server, nothing of a dossier run as markup."""

from datetime import date
from functools import cached_property
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import makers
import pytest

from stance.commands import main
from stance.dossier.loading import load_dossier
from stance.dossier.scores import read_scores
from stance.estimates.scored import score_statements
from stance.estimates.selection import default_selection
from stance.figures.pages import load_library, to_html
from stance.figures.picture import Picture, scatter
from stance.formats import format_number
from stance.report import Contents, gather_contents, write_page, write_report

DAY = date(2026, 3, 5)
ASKING = {"script", "link", "img", "iframe", "object", "embed", "video", "audio", "source", "track", "base", "form"}
EMPTY = {"meta", "br", "hr", "img", "link", "input", "base", "source"}
HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(2)>&"\''


class Reader(HTMLParser):
    """Reads a page: its elements, the text outside scripts and styles, and whether every element is closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.rows: list[list[str]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in EMPTY:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        place = self.open[-1] if self.open else ""
        self.raw.get(place, self.texts).append(data)
        if "tr" in self.open:
            self.rows[-1].append(data)

    @cached_property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    def attributes(self, tag: str) -> list[dict[str, str]]:
        return [own for name, own in self.elements if name == tag]


def check_alone(page: Reader) -> None:
    """Nothing in the page asks for another file."""
    for tag, own in page.elements:
        if tag in ASKING:
            assert {"src", "href", "data", "action", "srcset"} & set(own) == set(), (tag, own)
        assert not [name for name in own if name.startswith("on")]
        assert "url(" not in own.get("style", "")
    styles = " ".join(page.raw["style"])
    assert "@import" not in styles
    assert "url(" not in styles
    assert all(a["href"].startswith(("#", "http://", "https://")) for a in page.attributes("a"))


@pytest.fixture(scope="session")
def contents(dossier, scores) -> Contents:
    return gather_contents(dossier, score_statements(dossier, scores), default_selection(dossier.codebook))


@pytest.fixture(scope="session")
def shipped(dossier, contents) -> str:
    return write_page(dossier, contents, day=DAY)


@pytest.fixture(scope="session")
def page(shipped) -> Reader:
    return Reader(shipped)


def test_the_report_asks_nothing_of_any_server(page):
    check_alone(page)
    policy = next(own["content"] for own in page.attributes("meta") if "http-equiv" in own)
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_plotly_comes_once_before_the_first_picture_and_every_picture_is_drawn(page, shipped, contents):
    assert sum("plotly.js v" in script for script in page.raw["script"]) == 1
    assert shipped.index("plotly.js v") < shipped.index("<figure")
    drawn = [own for own in page.attributes("div") if own.get("class") == "plotly-graph-div"]
    pictures = [one for exhibit in contents.exhibits for one in exhibit.pictures]
    assert len({own["id"] for own in drawn}) == len(drawn) == len(pictures) > 10
    assert [own["aria-label"] for own in page.attributes("figure")] == [
        one.alternative
        for one in sorted(pictures, key=lambda one: shipped.index(f'aria-label="{escape(one.alternative)}'))
    ]


def test_the_title_is_that_of_the_lines(page, shipped, contents):
    assert f"<h1>{escape(contents.lines.title)}</h1>" in shipped
    assert [tag for tag, _ in page.elements].count("h1") == 1
    assert contents.lines.subtitle in page.text


def test_every_word_of_every_exhibit_stands_in_the_report(page, contents):
    for exhibit in contents.exhibits:
        for part in (exhibit, *exhibit.panels):
            own = [*part.sentences, *part.caveats, part.note if part.picture else ""]
            own += [part.title] if exhibit is not contents.lanes and exhibit is not contents.boxes else []
            assert [text for text in own if " ".join(text.split()) not in page.text] == []


def test_every_statement_event_figure_source_and_rule_stands_in_the_report(page, dossier):
    codebook = dossier.codebook
    wanted = [*dossier.statements["statement"], *dossier.statements["text"], *dossier.events["title"]]
    wanted += [*dossier.figures["measure"], *dossier.sources["source"], *codebook.coding_rules]
    wanted += [level.rule for topic in codebook.topics for level in topic.levels]
    assert [text for text in wanted if " ".join(text.split()) not in page.text] == []
    linked = {own["href"] for own in page.attributes("a")}
    assert set(dossier.sources["url"].str.strip()) - {""} <= linked


def test_every_event_lists_its_sources_as_the_cards_do(page, dossier):
    """A cell that lists ids and addresses apart by " ; " was once split at ";" alone: ids stood bare, without their links."""
    known = dossier.sources.set_index("source")
    listed = [name for cell in dossier.events["sources"] for name in cell.split(" ; ") if name]
    assert sum(name in known.index for name in listed) > 30
    cited = set(listed)
    links = {own["href"] for own in page.attributes("a")}
    for name in cited:
        row = known.loc[name] if name in known.index else None
        if row is None:
            assert name in links if name.startswith("http") else name in page.text
        else:
            assert ", ".join(filter(None, [row["publisher"], row["title"], row["published"]])) in page.text
            assert not row["url"] or row["url"] in links
    events = page.text.partition("Events with their sources")[2].partition("Figures that sources state")[0]
    assert [name for name in cited & set(known.index) if f" {name} " in events] == []


def test_the_positions_at_the_ends_of_years_are_those_of_the_lines(page, contents):
    rows = contents.lines.table.rows
    end = rows[rows["date"] == "2019-12-31"].dropna(subset="position")
    for row in end.itertuples():
        position, low, high = (format_number(value, 2).removeprefix("+") for value in (row.position, row.low, row.high))
        cells = [row.line, "2019-12-31", position, f"{low} to {high}", str(row.statements), str(row.sources)]
        assert "".join(cells) in "".join(page.texts)
    assert len(end) == 6


def test_movement_has_every_known_change_with_interval_n_and_verdict(page, contents):
    rows = ["".join(row) for row in page.rows]
    moved = [exhibit.table.rows for exhibit in (*contents.sides.values(), *contents.actors.values()) if exhibit.table]
    assert sum(map(len, moved)) > 8
    for row in (row for table in moved for row in table.itertuples()):
        wanted = [row.line, format_number(row.change, 2), row.verdict]
        wanted += [f"{format_number(row.low, 2)} to {format_number(row.high, 2)}"]
        wanted += [f"{row.statements_before}, {row.statements_after}", f"{row.sources_before}, {row.sources_after}"]
        assert any(all(cell in printed for cell in wanted) for printed in rows), wanted


def test_it_says_how_to_read_it_who_coded_and_how_to_cite(page, dossier):
    for part in ("90 % interval", "silence", "automated pass adjudicated", "CC-BY-4.0", dossier.data_hash, "BibTeX"):
        assert part in page.text
    assert "Written on 5 March 2026" in page.text


def test_language_scopes_captions_and_focus(page):
    assert page.attributes("html") == [{"lang": "en"}]
    assert all(own.get("scope") in ("col", "row") for own in page.attributes("th"))
    assert len(page.attributes("caption")) == len(page.attributes("table"))
    assert all(own["tabindex"] == "0" for own in page.attributes("div") if own.get("class") == "box")
    ids = [own["id"] for _, own in page.elements if "id" in own]
    assert len(ids) == len(set(ids))
    assert {own["href"][1:] for own in page.attributes("a") if own["href"].startswith("#")} <= set(ids)


def test_print_has_a_style_and_opens_what_is_folded(page):
    assert "@media print" in page.raw["style"][0]
    assert "beforeprint" in page.raw["script"][-1]


def test_the_report_of_scores_is_that_of_their_default_view_and_always_the_same(dossier, scores, shipped):
    assert write_report(dossier, scores, day=DAY) == shipped


def test_another_negotiation_with_three_sides_and_its_own_scale(talks, tmp_path):
    page = Reader(write_report(talks, read_scores(tmp_path), day=DAY))
    check_alone(page)
    assert all(statement in page.text for statement in talks.statements["statement"])
    assert "Встреча у моста" in page.text
    assert "not say who made its codes" in page.text
    assert "The curators of river" in page.text
    assert "figures" not in {own.get("id") for own in page.attributes("section")}


def test_codebook_and_statements_alone_are_enough(minimal_dossier, tmp_path):
    page = Reader(write_report(load_dossier(minimal_dossier), read_scores(tmp_path), day=DAY))
    check_alone(page)
    assert {own["id"] for own in page.attributes("section")} & {"events", "figures"} == set()
    assert "речь-043" in page.text


def test_one_topic_no_side_and_no_position(tmp_path):
    tiny = load_dossier(makers.write_dossier(tmp_path / "tiny"))
    page = Reader(write_report(tiny, read_scores(tmp_path), day=DAY))
    check_alone(page)
    assert "We want no fund" in page.text
    assert "too few statements to say" in page.text
    assert "gap" not in page.text
    assert len(page.raw["script"]) == 1  # that of printing: no library where nothing is drawn


def write_hostile(folder: Path) -> Path:
    codebook = makers.CODEBOOK.replace("A new fund?", "Q" + HOSTILE.replace('"', '\\"'))
    for old in ("Small talks", '"No"', '"Yes"', 'version = "1"'):
        codebook = codebook.replace(old, f"{old[:-1]}{HOSTILE.replace(chr(34), chr(92) + chr(34))}{old[-1]}")
    cell = '"' + HOSTILE.replace('"', '""') + '"'
    makers.write_dossier(
        folder,
        codebook + f"\n[[rule]]\nnumber = 1\ntext = '''{HOSTILE} '''\n",
        statements=f"statement,date,actor,source,text,fund\n{cell},2020-01-02,ann,gazette,{cell},1\nb,2020-02-02,ann,s2,x,1\nc,2020-03-02,ann,s3,y,1\n",
        actors=f"actor,name,side,kind\nann,{cell},all,{cell}\n",
        sources=f"source,publisher,title,url,kind\ngazette,{cell},{cell},https://x.org/{cell[1:-1].replace(' ', '')},k\ns2,p,,,k\ns3,p,,,k\n"
        .replace(f"https://x.org/{cell[1:-1].replace(' ', '')}", "https://x.org/%22%3E%3Cscript"),
        events=f"event,date,kind,title,place,summary,sources\ne,2020-05-01,{cell},{cell},{cell},{cell},{cell}\n",
        figures=f"figure,date,measure,value,unit,source\nf,2020-05-01,{cell},3,{cell},gazette\n",
    )  # fmt: skip
    (folder / "datapackage.json").write_text(
        '{"resources": [{"name": "codings", "description": "%s"}], "contributors": [{"title": "%s"}]}'
        % ((HOSTILE.replace('"', '\\"'),) * 2),
        encoding="utf-8",
    )
    return folder


def test_nothing_of_a_dossier_is_run_as_markup(tmp_path):
    dossier = load_dossier(write_hostile(tmp_path / "hostile"))
    text = write_report(dossier, read_scores(tmp_path), day=DAY)
    page = Reader(text)
    check_alone(page)
    assert page.attributes("img") == []
    assert "<script>alert" not in text
    assert "</script><img" not in text
    assert page.text.count(HOSTILE.split(" ")[0]) > 15
    assert not [script for script in page.raw["script"] if "<script>alert" in script]


def test_a_picture_is_named_and_brings_no_library():
    picture = Picture([scatter(x=[1], y=[2], hovertext=["</script><b>"])], {"height": 260})
    drawn = to_html(picture, label='a "b" <c>', key="x/ y")
    assert len(drawn) < 10_000 < len(load_library())
    assert 'aria-label="a &quot;b&quot; &lt;c&gt;"' in drawn
    assert 'id="figure-x--y"' in drawn
    assert "min-height:260px" in drawn
    assert "</script><b>" not in drawn


def test_the_command_writes_the_file(tmp_path, capsys):
    out = tmp_path / "new" / "report.html"
    assert main(["report", "japan-russia", "--out", str(out)]) == 0
    assert capsys.readouterr().out == ""
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert 1_000_000 < out.stat().st_size < 8_000_000


@pytest.mark.parametrize("words", [["japan-russia", "--out", "r.pdf"], ["nowhere", "--out", "r.html"]])
def test_a_wrong_command_ends_with_2_and_writes_nothing(words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["report", *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
