"""Two visitors of one server: what one of them uploads does not hold up the other."""

import statistics
import time
from collections.abc import Iterator

from playwright.sync_api import FilePayload, expect

from .conftest import Tab

ROWS, BYTES = 100_000, 2_000_000
HOSTILE = {
    "commas": b"," * 150_000,
    "newlines": b"\n" * BYTES,
    "bad rows": b"event,date,title\n" + b"".join(b"a%d,soon,Title\n" % number for number in range(ROWS)),
    "ragged rows": b"event,date,title\n" + b"a,b\n" * ROWS,
}
EACH, MOST = 3, 3
TOPIC = "Security"


def _time_toggles(tab: Tab, count: int) -> Iterator[float]:
    """The seconds from a click on a topic of the filters to the charts that follow, one after the other."""
    for _ in range(count):
        shown = tab.charts.count()
        start = time.perf_counter()
        tab.toggle_topic(TOPIC)
        expect(tab.charts).not_to_have_count(shown)
        yield time.perf_counter() - start


def _upload(tab: Tab, name: str) -> None:
    file: FilePayload = {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": HOSTILE[name]}
    tab.page.locator(".st-key-own_events input[type=file]").set_input_files(file)


def _compare(other: Tab, hostile: Tab, name: str) -> tuple[float, float]:
    """The median time of the other visitor's reruns as usual, and from the moment that a hostile table comes."""
    usual = statistics.median(_time_toggles(other, EACH))
    _upload(hostile, name)
    meanwhile = statistics.median(_time_toggles(other, EACH))
    expect(hostile.page.get_by_test_id("stAlert").filter(has_text=f"{name}.csv")).to_have_count(1)
    return usual, meanwhile


def _is_held_up(other: Tab, hostile: Tab, name: str) -> bool:
    """Whether the other's reruns take twice their usual time, each time that it is tried: something else may hold a machine up."""
    return all(meanwhile >= 2 * usual for usual, meanwhile in (_compare(other, hostile, name) for _ in range(MOST)))


def test_hostile_uploads_of_one_visitor_leave_the_reruns_of_another_under_twice_their_usual_time(open_tab):
    other, hostile = open_tab(""), open_tab("events")
    hostile.page.get_by_text("Add your own events").click()
    list(_time_toggles(other, 2))  # the first picture of a choice is made, the others are kept
    assert [name for name in HOSTILE if _is_held_up(other, hostile, name)] == []
