"""Runs wait for their turn, and no run waits for itself."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from stance.ui.turns import AT_A_TIME, taken_turn


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
    for _ in range(AT_A_TIME + 1):
        with pytest.raises(ValueError, match="a fault"), taken_turn(), taken_turn():
            raise ValueError("a fault")
    assert _run_apart()


def _run_apart() -> bool:
    """Whether a run in another thread finds a turn that is free."""

    def run() -> bool:
        with taken_turn():
            return True

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result(5)
