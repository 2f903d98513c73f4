"""Runs wait for their turn, and no run waits for itself."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from stance.ui.turns import AT_A_TIME, pass_turn, taken_turn


def test_no_more_runs_at_a_time_than_there_are_turns_and_each_has_its_own():
    met = threading.Barrier(AT_A_TIME)
    running: list[int] = []
    most: list[int] = []

    def run(number: int) -> None:
        with taken_turn():
            running.append(number)
            most.append(len(running))
            met.wait(10)
            running.remove(number)

    with ThreadPoolExecutor(AT_A_TIME * 3) as pool:
        list(pool.map(run, range(AT_A_TIME * 3)))
    assert max(most) == AT_A_TIME


def test_a_part_within_a_run_has_its_turn_and_a_run_that_fails_gives_its_turn_back():
    def run_parts() -> None:
        with suppress(ValueError), taken_turn(), taken_turn(), taken_turn():
            raise ValueError("a fault")

    for _ in range(AT_A_TIME + 1):
        thread = threading.Thread(target=run_parts, daemon=True)
        thread.start()
        thread.join(5)
        assert not thread.is_alive()


def test_a_run_that_passes_its_turn_lets_one_that_waits_go_first_and_goes_on():
    order: list[str] = []
    begun, passed = threading.Event(), threading.Event()

    def go_long() -> None:
        with taken_turn(), taken_turn():
            order.append("long begins")
            begun.set()
            for _ in range(1_000):
                pass_turn()
                if passed.is_set():
                    break
            order.append("long ends")

    def go_short() -> None:
        with taken_turn():
            order.append("short")
            passed.set()

    with ThreadPoolExecutor(AT_A_TIME + 1) as pool:
        held = [pool.submit(_hold, passed) for _ in range(AT_A_TIME - 1)]
        long = pool.submit(go_long)
        assert begun.wait(10)
        pool.submit(go_short).result(10)
        long.result(10)
        assert [one.result(10) for one in held] == [True] * (AT_A_TIME - 1)
    assert order == ["long begins", "short", "long ends"]


def _hold(until: threading.Event) -> bool:
    with taken_turn():
        return until.wait(10)


def test_who_has_no_turn_passes_none():
    pass_turn()
    with taken_turn():
        pass
