"""Runs wait for their turn, and no run waits for itself."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

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
    def run_parts() -> None:
        with suppress(ValueError), taken_turn(), taken_turn(), taken_turn():
            raise ValueError("a fault")

    for _ in range(AT_A_TIME + 1):
        thread = threading.Thread(target=run_parts, daemon=True)
        thread.start()
        thread.join(5)
        assert not thread.is_alive()
