"""A baked site: every statement has an address, nothing of a dossier is markup, and a second bake writes only what changed."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import urlencode

import makers
import pytest

from stance.baked import baking
from stance.baked.addresses import Addresses, locate_page, name_file
from stance.baked.baking import bake_site, list_pages, make_site
from stance.baked.ground import Ground
from stance.baked.manifest import FILE, Baked
from stance.classifier.storage import find_scores
from stance.commands import main
from stance.dossier.loading import load_dossier

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>&\"'" + "w" * 300
CLOSING = "</script><script>alert(3)</script>"
LIVE, SITE = "https://live.example.org/app", "https://file.example.org/talks"


class Reader(HTMLParser):
    """The addresses that a page names, its elements and its text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data):
        self.text += data

    def list_attributes(self, tag: str, name: str) -> list[str]:
        return [own[name] for one, own in self.found if one == tag and name in own]


@pytest.fixture(scope="module")
def river(tmp_path_factory) -> Path:
    """Another negotiation with a hostile statement: its id leads out of the folder, its text, source and speaker are markup."""
    folder = makers.thin_out(makers.make_other_dossier(tmp_path_factory.mktemp("bake") / "river"))
    row = makers.append_row(folder / "statements.csv", 2, statement="../../out", text=HOSTILE)
    source = makers.read_rows(folder / "statements.csv")[row - 2]["source"]
    places = makers.read_rows(folder / "sources.csv")
    (place,) = (at for at, one in enumerate(places) if one["source"] == source)
    makers.edit_cell(folder / "sources.csv", place + 2, title=HOSTILE)
    makers.edit_cell(folder / "actors.csv", 2, name=f"Олег {CLOSING}")
    for event, date in (("thaw", "2023-02-01"), ("frost", "2023-08-01")):
        makers.append_row(folder / "events.csv", 3, event=event, date=date, title=event, source=places[7]["source"])
    return folder


@pytest.fixture(scope="module")
def files(river) -> dict[str, bytes]:
    return make_files(river)


def make_files(folder: Path) -> dict[str, bytes]:
    """Every file of a new site of a dossier."""
    return dict(make_site(make_ground(folder)).files)


def bake_again(folder: Path, site: Path) -> Baked:
    ground = make_ground(folder)
    return bake_site(ground.dossier, ground.scores, site, ground.addresses)


def make_ground(folder: Path) -> Ground:
    dossier = load_dossier(folder)
    return Ground(dossier, find_scores(folder, dossier)[0], Addresses(LIVE, SITE, "river"))


@pytest.fixture(scope="module")
def pages(files) -> dict[str, Reader]:
    return {path: Reader(content) for path, content in files.items() if path.endswith(".html")}


def test_every_topic_actor_event_and_statement_has_a_page(river, pages):
    dossier = load_dossier(river)
    ids = {
        "topics": dossier.codebook.topic_ids,
        "actors": dossier.statements["actor"].unique(),
        "events": dossier.events["event"],
        "statements": dossier.statements["statement"],
    }
    for kind, names in ids.items():
        assert {locate_page(kind, name) for name in names} == {path for path in pages if path.startswith(f"{kind}/")}


def test_every_link_within_the_site_leads_to_a_file_of_it_and_none_begins_at_the_top_of_a_host(files, pages):
    for path, page in pages.items():
        named = (("a", "href"), ("link", "href"), ("script", "src"), ("form", "action"), ("img", "src"))
        for link in [link for one in named for link in page.list_attributes(*one)]:
            if not link.startswith(("https://", "http://", "#", "data:,")):
                target = os.path.normpath(PurePosixPath(path).parent / link.split("?")[0])
                assert target in files, (path, link)


def test_a_statement_is_shown_with_its_text_neighbours_and_the_way_to_the_dashboard(river, pages):
    dossier = load_dossier(river)
    row = dossier.statements[dossier.statements["coded"]].iloc[5]
    page = pages[locate_page("statements", row["statement"])]
    for said in (row["text"], row["name"], "How it was read on each topic", "Also said on", "last before"):
        assert said in page.text
    chosen = urlencode({"dossier": "river", "statement": row["statement"]})
    assert f"{LIVE}/statements?{chosen}" in page.list_attributes("a", "href")


def test_hostile_text_is_shown_as_it_is_and_runs_nowhere(files, pages):
    page = pages[locate_page("statements", "../../out")]
    assert HOSTILE in page.text
    assert CLOSING in pages[locate_page("actors", "олег")].text
    for path, page in pages.items():
        scripts = [own for tag, own in page.found if tag == "script"]
        assert all("src" in own or own.get("type") == "application/json" for own in scripts[1:]), path
        assert not [own for _, own in page.found if any(name.startswith("on") for name in own)]
        links = page.list_attributes("a", "href")
        assert not [link for link in links if link.lower().startswith(("javascript:", "data:"))]
    assert all(".." not in path and not path.startswith("/") for path in files)
    inline = files["index.html"].split(b"<script>")[1].split(b"</script>")[0]
    digest = base64.b64encode(hashlib.sha256(inline).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in pages["index.html"].list_attributes("meta", "content")[1]


def test_a_picture_stands_on_every_topic_without_a_script_and_its_table_beside_it(files, pages):
    for path in [path for path in pages if path.startswith("topics/")]:
        assert [own for _, own in pages[path].found if own.get("class") == "still"]
        tables = [link for link in pages[path].list_attributes("a", "href") if link.endswith(".csv")]
        assert tables
        assert files[tables[0].removeprefix("../")].count(b"\r\n") > 1


def test_every_picture_has_a_text_in_its_place_and_no_page_is_heavy(files, pages):
    shared = len(files["assets/style.css"]) + len(files["assets/site.js"])
    for path, page in pages.items():
        pictures = [own for _, own in page.found if own.get("class") in ("still", "plot")]
        assert all(own["role"] == "img" and len(own["aria-label"]) > 40 for own in pictures), path
        assert len(files[path]) + shared < 200_000, path


def test_a_page_names_itself_to_those_who_share_it_and_how_to_cite_it(river, files, pages):
    page, dossier = pages["index.html"], load_dossier(river)
    named = {own.get("property"): own["content"] for tag, own in page.found if tag == "meta" and "property" in own}
    assert named["og:image"] == f"{SITE}/cards/index.png"
    assert files["cards/index.png"].startswith(b"\x89PNG")
    assert named["og:title"] and named["og:description"]
    assert page.list_attributes("link", "href")[0] == f"{SITE}/index.html"
    assert f"[Data set]. Codebook version 7b, data {dossier.data_hash}." in page.text
    assert f"@misc{{river-{dossier.data_hash}" in page.text
    assert files["sitemap.xml"].decode().count("<loc>") == len(pages)
    assert f"Sitemap: {SITE}/sitemap.xml" in files["robots.txt"].decode()


def test_the_search_knows_every_statement(river, files):
    rows = json.loads(files["assets/search.json"])
    assert {row["id"] for row in rows} == set(load_dossier(river).statements["statement"])
    assert all(row["page"] in files for row in rows)


def test_file_names_are_plain_and_no_two_ids_share_one():
    ids = ["jr-1", "JR-1", "../x", "..", "x/y", "x-y", "", "川", "山", "a" * 500, "con.txt", "a.b"]
    names = [name_file(one) for one in ids]
    assert len(set(names)) == len(ids)
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.") and len(name) < 110 for name in names)
    assert names[0] == "jr-1"
    assert not [name for name in names if name.startswith(".")]


@pytest.fixture(scope="module")
def baked(river, tmp_path_factory) -> tuple[list[str], Path]:
    """The command that baked the dossier with other hashes of texts than these tests have, and the folder of the site."""
    folder = tmp_path_factory.mktemp("baked")
    site = folder / "site"
    asked = [str(river), "--models", str(folder / "none"), "--out", str(site), "--url", LIVE, "--site", SITE]
    command = [sys.executable, "-m", "stance", "bake", *asked]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": "7"})
    return command[3:], site


def read_site(site: Path) -> dict[str, bytes]:
    """The files of a site without its list."""
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*.*")}
    return {path: content for path, content in found.items() if path != FILE}


def test_the_same_dossier_gives_the_same_bytes_whatever_the_seed_of_hashes_and_a_second_bake_writes_nothing(
    baked, files
):
    asked, site = baked
    assert read_site(site) == files
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    assert main(asked) == 0
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_a_page_is_made_again_only_where_what_it_is_made_from_changed_and_none_is_stale(
    river, baked, tmp_path, monkeypatch
):
    folder, made, write = Path(shutil.copytree(river, tmp_path / "river")), set(), baking.write_page
    site = Path(shutil.copytree(baked[1], tmp_path / "site"))
    monkeypatch.setattr(baking, "write_page", lambda own, page, shared: made.add(page.path) or write(own, page, shared))

    def bake() -> set[str]:
        made.clear()
        bake_again(folder, site)
        return set(made)

    makers.edit_cell(folder / "statements.csv", 13, text="Said anew")
    makers.edit_cell(folder / "sources.csv", 9, publisher="Said in print")
    makers.edit_cell(folder / "events.csv", 3, title="Said of the flood")
    (site / "years/2022.html").write_text("not what was written")
    again, fresh = bake(), make_files(folder)
    assert read_site(site) == fresh
    said = {path for path, content in fresh.items() if path.endswith(".html") and b"Said " in content}
    assert again == said | {"index.html", "method.html", "years/2022.html"}
    assert "events/frost.html" in again


def test_a_code_changes_what_every_page_with_a_position_is_made_of(river, tmp_path):
    folder = Path(shutil.copytree(river, tmp_path / "river"))
    makers.edit_cell(folder / "statements.csv", 12, quota="1")
    before, after = ({one.path: one.made_of for one in list_pages(make_ground(each))} for each in (river, folder))
    same = {path for path, made_of in after.items() if made_of == before[path]}
    assert not [path for path in same if path.startswith(("topics/", "events/"))]
    assert not same & {locate_page("actors", who) for who in ("олег", "花子")}
    assert {"topics.html", locate_page("actors", "jiro")} & same


def test_a_bake_of_the_same_makes_nothing_and_a_changed_licence_or_file_is_not_the_same(
    river, baked, tmp_path, monkeypatch
):
    folder, site = (Path(shutil.copytree(one, tmp_path / one.name)) for one in (river, baked[1]))
    monkeypatch.setattr(baking, "make_site", lambda ground, *_: ground)
    monkeypatch.setattr(baking, "write_site", lambda out, before, site, made_of: site)

    def bake() -> Baked | Ground:
        return bake_again(folder, site)

    assert bake() == Baked(0, len(read_site(site)), 0)
    page = (site / "topics.html").read_bytes()
    (site / "topics.html").write_text("not what was written")
    assert isinstance(bake(), Ground)
    (site / "topics.html").write_bytes(page)
    (folder / "datapackage.json").write_text(json.dumps({"licenses": [{"name": "As you like"}]}))
    assert bake().citation.licence == "As you like"
