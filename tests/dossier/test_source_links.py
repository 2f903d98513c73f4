"""Sources: one name and one address for each, wherever it is listed."""

import pandas as pd
import pytest

from stance.dossier.source_links import find_sources, index_sources, is_address, name_source

ROWS = pd.DataFrame(
    {
        "source": ["a-1", "b"],
        "publisher": ["Gazette", ""],
        "title": ["Talks; again", ""],
        "published": ["2019-01-02", ""],
        "url": ["https://x.org/a;b", ""],
    }
)


def test_a_source_is_named_by_publisher_title_and_day_else_by_its_id():
    assert [name_source(row) for row in ROWS.to_dict("records")] == ["Gazette, Talks; again, 2019-01-02", "b"]


def test_a_cell_lists_ids_addresses_and_names_apart_by_a_spaced_semicolon():
    found = find_sources("a-1 ; https://y.org/p;q ; b ;  ; unknown", index_sources(ROWS))
    assert [(name_source(one), one["url"]) for one in found] == [
        ("Gazette, Talks; again, 2019-01-02", "https://x.org/a;b"),
        ("y.org", "https://y.org/p;q"),
        ("b", ""),
        ("unknown", ""),
    ]
    assert find_sources("", index_sources(ROWS)) == []


@pytest.mark.parametrize("text", ["javascript:alert(1)", "http:", "http://[", "x.org", "", "ftp://x.org", "//x.org"])
def test_what_is_no_web_address_is_named_and_not_linked(text):
    assert not is_address(text)
    assert [(name_source(one), one["url"]) for one in find_sources(text, {})] == ([(text, "")] if text else [])
