"""Two visitors of one server: what one of them uploads does not hold up the other."""

import statistics
import time
from collections.abc import Iterable, Iterator

from playwright.sync_api import FilePayload, expect

from .conftest import READY, Tab

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
        tab.page.wait_for_selector(READY)  # a click during a run may be lost
        shown = tab.charts.count()
        start = time.perf_counter()
        tab.toggle_topic(TOPIC)
        expect(tab.charts).not_to_have_count(shown)
        yield time.perf_counter() - start


def _upload(tab: Tab, name: str) -> None:
    file: FilePayload = {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": HOSTILE[name]}
    tab.page.locator(".st-key-own_events input[type=file]").set_input_files(file)


def _time_beside(other: Tab, hostile: Tab, name: str) -> float:
    """The median time of the other visitor's reruns from the moment that a hostile table comes."""
    _upload(hostile, name)
    meanwhile = statistics.median(_time_toggles(other, EACH))
    expect(hostile.page.get_by_test_id("stAlert").filter(has_text=f"{name}.csv")).to_have_count(1)
    return meanwhile


def _list_holding_up(other: Tab, hostile: Tab, names: Iterable[str]) -> list[str]:
    """The tables beside which the other's reruns take twice their usual time."""
    usual = statistics.median(_time_toggles(other, EACH))
    return [name for name in names if _time_beside(other, hostile, name) >= 2 * usual]


def test_hostile_uploads_of_one_visitor_leave_the_reruns_of_another_under_twice_their_usual_time(open_tab):
    other, hostile = open_tab(""), open_tab("events")
    hostile.page.get_by_text("Add your own events").click()
    list(_time_toggles(other, 2))  # the first picture of a choice is made, the others are kept
    slow = list(HOSTILE)
    for _ in range(MOST):  # something else may hold a machine up for once
        slow = _list_holding_up(other, hostile, slow) if slow else []
    assert slow == []
