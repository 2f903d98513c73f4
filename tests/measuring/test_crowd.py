"""Visitors without a browser: they get their pages, what goes wrong is counted, and they go to this machine alone."""

import asyncio
from random import Random

import pytest

from benchmarks.crowd import MOST_VISITORS, Crowd, Waits, rank, run_apart, send_crowd, take_step
from benchmarks.servers import find_port, find_process
from benchmarks.sessions import open_session
from benchmarks.soak import ask_sessions

FAR = "http://example.org:8501"


def visit(url: str, *addresses: str) -> list:
    """Charts seen and errors counted after each of the addresses."""

    async def go() -> list:
        async with open_session(url) as visitor:
            seen = []
            for address in addresses:
                await visitor.open_page(address)
                seen.append((visitor.charts, list(visitor.errors)))
            return seen

    return run_apart(go())


def test_visitors_get_first_pages_and_go_on_without_an_error(served):
    waits = send_crowd(Crowd([served[0]], visitors=4, seconds=3, arrive=0.2, think=0.1))
    assert not waits.errors
    assert len(waits.first) == 4
    assert len(waits.steps) > waits.pages.total() > 0
    assert set(waits.pages) <= {"", "second"}
    assert waits.peak > 30


def test_those_who_leave_are_followed_by_others_and_the_server_tells_how_many_it_holds(served):
    url, port = served
    waits = send_crowd(Crowd([url], visitors=2, seconds=3, arrive=0, think=0.2, stay=0.3))
    assert not waits.errors
    assert len(waits.first) > 2
    before = ask_sessions(port)

    async def ask() -> int:
        async with open_session(url), open_session(url):
            return await asyncio.to_thread(ask_sessions, port)

    assert run_apart(ask()) == before + 2


def test_a_chart_that_the_server_does_not_send_again_is_seen_again(served):
    assert visit(served[0], "", "second", "", "") == [(1, []), (0, []), (1, []), (1, [])]


def test_a_switch_reaches_the_page_and_is_taken_back_by_the_next(served):
    async def switch() -> list[str]:
        async with open_session(served[0]) as visitor:
            await visitor.open_page("")
            chosen = []
            for _ in range(2):
                await visitor.switch("side")
                chosen.append(visitor.texts[0])
            return chosen

    assert run_apart(switch()) == ["chosen: ['south']", "chosen: ['north', 'south']"]


@pytest.mark.parametrize(("address", "said"), [("fail", "a fault"), ("refuse", "a refusal")])
def test_a_page_that_raises_or_refuses_is_an_error_of_the_visitor(faulty, address, said):
    ((_, none), (_, errors)) = visit(faulty, "", address)
    assert none == []
    assert len(errors) == 1
    assert said in errors[0]


def test_errors_are_counted_and_do_not_end_a_visit(faulty):
    chance, waits = Random(5), Waits()

    async def go() -> None:
        async with open_session(faulty) as visitor:
            await visitor.open_page("")
            for _ in range(8):
                await take_step(visitor, chance, waits)
            waits.errors.update(visitor.errors)

    run_apart(go())
    assert set(waits.errors) == {"'a fault'", "a refusal"}
    assert waits.errors.total() >= waits.pages["fail"] + waits.pages["refuse"] > 1


def test_a_server_that_is_not_there_is_an_error_and_an_endless_wait():
    waits = send_crowd(Crowd([f"http://127.0.0.1:{find_port()}"], visitors=1, seconds=0.5, arrive=0))
    assert waits.errors == {"ConnectionRefusedError": 1}
    assert rank(waits.first, 95) == float("inf")


def test_no_visitor_goes_to_another_machine():
    with pytest.raises(ValueError, match=r"'example.org' is not this machine: .*127\.0\.0\.1"):
        Crowd(["http://127.0.0.1:9", FAR], 1, 1)
    with pytest.raises(ValueError, match=r"'example.org' is not this machine"):
        visit(FAR, "")
    with pytest.raises(ValueError, match=r"'127.0.0.1.example.org' is not"):
        visit("http://127.0.0.1.example.org", "")


@pytest.mark.parametrize(("visitors", "seconds"), [(0, 1), (MOST_VISITORS + 1, 1), (1, 0), (1, 10**6)])
def test_a_crowd_has_a_limit_of_number_and_time(visitors, seconds):
    with pytest.raises(ValueError, match=f"At most {MOST_VISITORS} visitors"):
        Crowd(["http://127.0.0.1:9"], visitors, seconds)


def test_a_percentile_is_of_all_waits_and_the_peak_of_the_largest_server():
    assert rank([1.0, 2.0, 3.0], 50) == 2.0
    assert Waits(memory=[[10.0, 50.0], [40.0, 20.0]]).peak == 50.0


def test_the_process_of_an_address_is_found(served):
    assert "small.py" in " ".join(find_process(served[0]).cmdline())
    with pytest.raises(LookupError, match="Nothing listens"):
        find_process(f"http://127.0.0.1:{find_port()}")
