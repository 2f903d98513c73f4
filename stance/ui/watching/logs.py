"""The log on standard error: lines of JSON where they are asked for, else nothing but defects, in plain words.

Lines of JSON come from STANCE_LOG=json, or from STANCE_DEMO=1. They hold no address of a visitor and no text that one typed:
of an error the kind and the places in the code are written, never its message, which may quote what was pasted. The plain log
is for one's own machine and holds the whole traceback.
"""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from traceback import format_tb
from typing import Any

from stance.errors import UsageError
from stance.settings import read_settings
from stance.ui.watching.runs import LISTENERS, Defect, Run

PLAIN = "%(levelname)s %(name)s: %(message)s"
DEEPEST = 40
FRAMEWORK = ("streamlit", "uvicorn", "starlette")
logger = logging.getLogger("stance")


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time (UTC), level, logger, message, the record's `fields`, and places of its error."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without a line break."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": moment, "level": record.levelname.lower(), "logger": record.name}
        line |= {"message": record.getMessage()} | getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1]:
            line |= {"error": type(record.exc_info[1]).__name__, "traceback": _list_places(record.exc_info[1])}
        return json.dumps(line, ensure_ascii=False)


def _list_places(error: BaseException) -> list[str]:
    """The innermost places in the code that an error and those before it came through, and their kinds; no message of any."""
    return [
        line for one in _list_causes(error) for line in [*format_tb(one.__traceback__, -DEEPEST), type(one).__name__]
    ]


def _list_causes(error: BaseException) -> list[BaseException]:
    """The error last, before it what it came of."""
    chain: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in chain:
        chain.insert(0, found)
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return chain


class Log:
    """Writes a line for every run, where runs are logged, and for every defect."""

    def hear_run(self, run: Run) -> None:
        """Writes page, part, view, seconds and status."""
        if logger.isEnabledFor(logging.INFO):
            fields = {"session": run.session, "page": run.page, "part": run.part, "view": run.view}
            logger.info("run", extra={"fields": fields | {"seconds": round(run.seconds, 4), "status": run.status}})

    def hear_defect(self, defect: Defect) -> None:
        """Writes the error id and where the error came from."""
        fields = {"error_id": defect.id, "session": defect.session, "page": defect.page}
        message = "error id %s on page %s", defect.id, defect.page
        logger.error(*message, exc_info=defect.error, extra={"fields": fields})


def wants_json() -> bool:
    """Whether the environment asks for lines of JSON; not where it cannot be used, which `server.py` refuses and pages say."""
    try:
        return read_settings().logs_json
    except UsageError:
        return False


@cache
def start_logs() -> None:
    """Sets the log up as the environment says; once a process, whoever asks."""
    as_json = wants_json()
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if as_json else logging.Formatter(PLAIN))
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.INFO if as_json else logging.WARNING)
    for other in _list_handlers() if as_json else ():
        other.setFormatter(JsonLines())
    LISTENERS.append(Log())


def _list_handlers() -> Iterator[logging.Handler]:
    """The handlers of the web framework, whose lines would stand between those of JSON in another form."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in FRAMEWORK:
            yield from logging.getLogger(name).handlers
