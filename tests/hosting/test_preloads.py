"""The scripts that a page names ahead are those of the framework that it will ask for."""

import re

import pytest

from deploy.preloads import FIRST, list_preloads
from deploy.site import find_framework

from .conftest import ask

SCRIPTS = find_framework() / "static" / "js"


def test_the_chart_comes_first_and_everything_is_there_once():
    listed = list_preloads(find_framework())
    assert re.fullmatch(r"/static/js/PlotlyChart\.[\w-]+\.js", listed[0])
    assert len(set(listed)) == len(listed) > len(FIRST)
    assert all((find_framework() / address.lstrip("/")).is_file() for address in listed)


def test_what_a_listed_script_imports_is_listed_or_named_by_the_page_itself():
    page = (find_framework() / "index.html").read_text(encoding="utf-8")
    listed = {address.rpartition("/")[2] for address in list_preloads(find_framework())}
    assert not any(name in page for name in listed)
    for name in listed:
        imports = re.findall(r'from"\./([\w.-]+\.js)"', (SCRIPTS / name).read_text(encoding="utf-8")[:5_000])
        assert all(one in listed or one in page for one in imports)


def test_a_framework_without_the_chart_is_refused(tmp_path):
    (tmp_path / "static" / "js").mkdir(parents=True)
    (tmp_path / "index.html").write_text("")
    with pytest.raises(FileNotFoundError, match="0 scripts PlotlyChart"):
        list_preloads(tmp_path)


def test_a_page_names_them_and_nothing_else_does(host):
    for path in ("/", "/movement"):
        with ask(host, path) as answer:
            named = re.findall("<([^>]+)>; rel=modulepreload; crossorigin", answer.headers["Link"])
        assert named == list_preloads(find_framework())
    for path in (named[0], "/_stcore/health"):
        with ask(host, path) as answer:
            assert "Link" not in answer.headers
