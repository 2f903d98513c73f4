"""Metrics count runs, seconds and errors; the file of panels and the guide name only metrics that exist."""

import json
import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from stance.ui.watching.metrics import Metrics, count_sessions, write_metrics
from stance.ui.watching.runs import Defect, Run

DEPLOY = Path(__file__).resolve().parents[3] / "deploy"
NAMED = re.compile(r"\b(?:stance|process)_[a-z_]+")


def _read() -> dict[tuple[str, frozenset], float]:
    """Every value, by name and labels."""
    families = text_string_to_metric_families(write_metrics().decode())
    return {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}


def _value(name: str, **labels: str) -> float:
    return _read().get((name, frozenset(labels.items())), 0.0)


def _hear(seconds: float = 0.2, status: str = "shown", part: str = "") -> None:
    Metrics().hear_run(Run("Ground", part, "00000000", "", status, seconds))


def test_runs_are_counted_by_page_part_and_status():
    _hear()
    _hear()
    _hear(status="failed")
    _hear(part="show_part")
    assert _value("stance_reruns_total", page="Ground", part="", status="shown") == 2
    assert _value("stance_reruns_total", page="Ground", part="", status="failed") == 1
    assert _value("stance_reruns_total", page="Ground", part="show_part", status="shown") == 1


def test_seconds_fall_into_the_bucket_that_holds_them():
    _hear()
    before = [_value("stance_rerun_seconds_bucket", page="Ground", part="", le=le) for le in ("0.25", "0.5")]
    _hear(seconds=0.3)
    after = [_value("stance_rerun_seconds_bucket", page="Ground", part="", le=le) for le in ("0.25", "0.5")]
    assert [new - old for new, old in zip(after, before, strict=True)] == [0, 1]


@pytest.mark.parametrize("status", ["again", "stopped"])
def test_a_run_that_was_given_up_tells_nothing_of_the_seconds_of_its_page(status):
    before = _value("stance_rerun_seconds_count", page="Ground", part="")
    _hear(status=status)
    assert _value("stance_rerun_seconds_count", page="Ground", part="") == before
    assert _value("stance_reruns_total", page="Ground", part="", status=status) == 1


def test_errors_are_there_before_the_first_one_and_counted():
    assert ("stance_errors_total", frozenset()) in _read()
    before = _value("stance_errors_total")
    Metrics().hear_defect(Defect("0" * 8, ValueError(), "Ground", "00000000"))
    assert _value("stance_errors_total") == before + 1


def test_without_a_server_there_are_no_sessions_and_memory_is_that_of_the_process():
    assert count_sessions() == 0
    assert _value("process_resident_memory_bytes") > 1e7


def _list_expressions() -> list[str]:
    panels = json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))["panels"]
    return [target["expr"] for panel in panels for target in panel["targets"]]


def test_every_panel_asks_for_metrics_and_labels_that_exist():
    _hear()
    known = {name for name, _ in _read()}
    labels = {label for _, pairs in _read() for label, _ in pairs} | {"job", "instance"}
    expressions = _list_expressions()
    assert len(expressions) >= 7
    for expression in expressions:
        assert NAMED.findall(expression), expression
        assert set(NAMED.findall(expression)) <= known, expression
        asked = [
            *re.findall(r"(\w+)!?=", expression),
            *re.findall(r"\w+", " ".join(re.findall(r"by \((.*?)\)", expression))),
        ]
        assert set(asked) <= labels, expression


@pytest.mark.parametrize("wanted", ["reruns_total", "rerun_seconds_bucket", "errors_total", "sessions"])
def test_no_metric_of_the_dashboard_is_without_a_panel(wanted):
    assert any(f"stance_{wanted}" in expression for expression in _list_expressions())


def test_the_guide_names_only_metrics_that_exist():
    _hear()
    known = {name for name, _ in _read()} | {"stance_rerun_seconds"}
    named = set(NAMED.findall((DEPLOY / "observing.md").read_text(encoding="utf-8")))
    assert len(named) >= 6
    assert named <= known
