"""Work in processes of their own comes back in order, as if it had been done here."""

import os

import pytest

from stance.classifier.workers import run_all


def name_process(_item: int) -> int:
    return os.getpid()


@pytest.mark.parametrize("apart", [False, True])
def test_results_stand_in_the_order_of_the_items(apart):
    assert run_all(abs, [-3, 1, -2], apart=apart) == [3, 1, 2]


def test_only_work_that_is_worth_it_leaves_this_process(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert run_all(name_process, [1, 2], apart=False) == [os.getpid()] * 2
    assert os.getpid() not in run_all(name_process, [1, 2], apart=True)
    assert run_all(name_process, [1], apart=True) == [os.getpid()]
