"""Citations: what is cited, in three forms that other programs can read; and the CITATION.cff of the project."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path

import makers
import pytest
import yaml

from stance import __version__
from stance.dossier.citation import LATEX, cite, write_bibtex, write_csl, write_plain
from stance.dossier.loading import load_dossier

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 3, 5)
SPECIAL = r"50 % of R&D: $5, #1, a_b, {x}, ~ and ^ and \emph"
CSL_FIELDS = {"id", "type", "title", "author", "version", "issued", "accessed", "publisher", "URL", "note"}


def make(folder: Path, title: str = "Small talks", package: str | None = None):
    quoted = json.dumps(title, ensure_ascii=False)
    makers.write_dossier(folder, makers.CODEBOOK.replace('"Small talks"', quoted))
    if package is not None:
        (folder / "datapackage.json").write_text(package, encoding="utf-8")
    return load_dossier(folder)


def read_bibtex(text: str) -> tuple[str, dict[str, str]]:
    """The key and the fields of one entry, by counting braces as BibTeX does."""
    head, rest = text.split("\n", 1)
    fields, depth, start, name = {}, 0, 0, ""
    for place, sign in enumerate(rest):
        depth += (sign == "{") - (sign == "}")
        if sign == "{" and depth == 1:
            name, start = rest[:place].split("\n")[-1].split("=")[0].strip(), place + 1
        if sign == "}" and depth == 0:
            fields[name] = rest[start:place]
        if depth < 0:
            assert rest[place:] == "}\n"
            break
    return head.removeprefix("@misc{").rstrip(","), fields


def unescape(text: str) -> str:
    signs = {written: sign for sign, written in LATEX.items()}
    return re.sub("|".join(map(re.escape, signs)), lambda found: signs[found[0]], text)


def test_a_citation_names_title_versions_hash_authors_and_licence(dossier):
    text = write_plain(cite(dossier, day=DAY))
    parts = (dossier.codebook.title, f"Codebook version {dossier.codebook.version}", dossier.data_hash, __version__)
    for part in (*parts, "The stance tracker authors", "Licence: CC-BY-4.0.", "Accessed 5 March 2026."):
        assert part in text


def test_a_view_adds_its_finding_and_its_link(dossier):
    citation = cite(dossier, url="https://example.org/?by=actor", title="South eased\n on fish", day=DAY)
    for text in (write_plain(citation), write_bibtex(citation), write_csl(citation)):
        assert "South eased on fish" in text
        assert "https://example.org/?by=actor" in text
    assert "urldate = {2026-03-05}" in write_bibtex(citation)


@pytest.mark.parametrize(
    "package",
    [None, "", "{", "[]", "7", '{"contributors": 3, "licenses": {"name": 1}}', '{"contributors": [{"title": ""}, 4]}', "[" * 99_999],
    ids=["none", "empty", "half", "list", "number", "types", "blank", "deep"],
)  # fmt: skip
def test_without_a_sound_data_package_the_curators_are_the_authors_and_no_licence_is_claimed(tmp_path, package):
    citation = cite(make(tmp_path / "talks", package=package), day=DAY)
    assert citation.authors == ("The curators of talks",)
    assert citation.licence == ""
    assert "Licence" not in write_plain(citation) + write_bibtex(citation) + write_csl(citation)


def test_authors_licences_and_the_day_of_issue_come_from_the_data_package(tmp_path):
    package = {
        "contributors": [{"title": "Ann Able"}, {"title": "川 Institute and Sons"}],
        "licenses": [{"title": "Own licence"}, {"name": "CC0-1.0", "title": "Zero"}],
        "created": "2021-02-03T10:00:00Z",
    }
    citation = cite(make(tmp_path / "talks", package=json.dumps(package)), day=DAY)
    assert citation.authors == ("Ann Able", "川 Institute and Sons")
    assert citation.licence == "Own licence; CC0-1.0"
    assert "author = {{Ann Able} and {川 Institute and Sons}}" in write_bibtex(citation)
    assert json.loads(write_csl(citation))[0]["issued"] == {"date-parts": [[2021, 2, 3]]}


def test_bibtex_escapes_every_special_character_and_keeps_unicode(tmp_path):
    title = f"{SPECIAL} 川の水 é"
    citation = cite(make(tmp_path / "talks", title), title=title, url="https://x.org/?a=1&b=%20#{c d}", day=DAY)
    _, fields = read_bibtex(write_bibtex(citation))
    assert unescape(fields["title"]) == f"{{{title}}}"
    assert title in unescape(fields["note"])
    plain = re.sub(r"\\text\w+\{\}|\\[&%$#_]", "", fields["title"][1:-1])
    assert set(plain) & set("&%$#_{}~^\\") == set()
    assert fields["url"] == "https://x.org/?a=1&b=%20#%7Bc%20d%7D"


@pytest.mark.parametrize("title", ["}", "{", "}{", "\\", "a\\}", "{{{"])
def test_bibtex_stays_whole_whatever_braces_a_title_has(tmp_path, title):
    _, fields = read_bibtex(write_bibtex(cite(make(tmp_path / "talks", title), day=DAY)))
    assert unescape(fields["title"]) == f"{{{title}}}"
    assert list(fields)[-1] == "note"


def test_the_key_is_the_dossier_and_its_data_and_nothing_else(dossier, tmp_path):
    keys = {
        cite(dossier, title=title, url=url, day=day).key
        for title, url, day in [("", "", DAY), ("A finding", "https://x.org", date(2027, 1, 1))]
    }
    assert keys == {f"japan-russia-{dossier.data_hash}"}
    foreign = make(tmp_path / "川 {1}")
    assert cite(foreign, day=DAY).key == f"1-{foreign.data_hash}"


def test_csl_is_one_dataset_with_fields_of_the_schema(talks):
    (item,) = json.loads(write_csl(cite(talks, title="Finding", url="https://x.org", day=DAY)))
    assert set(item) == CSL_FIELDS
    assert (item["type"], item["title"]) == ("dataset", talks.codebook.title)
    assert item["author"] == [{"literal": "The curators of river"}]
    assert item["accessed"] == {"date-parts": [[2026, 3, 5]]}
    assert {type(item[name]) for name in CSL_FIELDS - {"author", "issued", "accessed"}} == {str}
    assert all(part in item["note"] for part in (talks.codebook.version, talks.data_hash, __version__))


def test_the_citation_file_of_the_project_tells_the_version_and_the_day_of_the_changelog():
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = re.search(r"^## (\S+) — (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert cff["version"] == __version__ == project["version"]
    assert (cff["version"], str(cff["date-released"])) == newest.groups()


def test_the_citation_file_of_the_project_has_what_the_format_wants():
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cff["cff-version"], cff["type"], cff["license"]) == ("1.2.0", "software", "MIT")
    assert all(cff[name] for name in ("message", "title", "abstract", "keywords"))
    (reference,) = cff["references"]
    assert (reference["type"], reference["license"]) == ("data", "CC-BY-4.0")
    assert all(list(author) == ["name"] for author in [*cff["authors"], *reference["authors"]])
    codebook = tomllib.loads((ROOT / "data/japan-russia/codebook.toml").read_text(encoding="utf-8"))
    assert reference["version"] == codebook["version"]
