"""The dashboard as it is hosted, with `/health` and `/metrics` beside the pages: `streamlit run server.py`.

Both addresses are for the operator; a proxy keeps them to itself (deploy/observing.md). Here alone is Prometheus loaded.
"""

from asyncio import to_thread
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit.runtime import get_instance
from streamlit.starlette import App

from stance.settings import read_settings
from stance.ui.frame import show_defect
from stance.ui.warming import settle_memory, visit_pages, warm_caches
from stance.ui.watching.health import FAILED, check_health
from stance.ui.watching.logs import start_logs
from stance.ui.watching.metrics import CONTENT_TYPE, start_metrics, write_metrics


def answer_health(_: Request) -> Response:
    """What `check_health` says: 200, or 503 where no dossier can be read."""
    health = check_health()
    return JSONResponse(health, 503 if health["status"] == FAILED else 200)


def answer_metrics(_: Request) -> Response:
    """The metrics of this process as Prometheus reads them."""
    return Response(write_metrics(), media_type=CONTENT_TYPE)


@asynccontextmanager
async def watched(_: App) -> AsyncIterator[None]:
    """The life of the server: logs begin once the framework's own are set up; pages are made before it answers, and not counted.

    Settings that cannot be used raise UsageError, and the server does not start."""
    settings = read_settings()
    start_logs()
    await to_thread(warm_caches)
    if settings.warms_pages:
        await visit_pages(get_instance())
    settle_memory()
    start_metrics()
    yield


app = App(
    "dashboard.py",
    routes=[Route("/health", answer_health), Route("/metrics", answer_metrics)],
    lifespan=watched,
    on_script_error=show_defect,
)
