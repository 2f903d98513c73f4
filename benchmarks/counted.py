"""Streamlit as `python -m streamlit`, which tells besides how many sessions it holds: on a port of the loopback interface.

`COUNT_PORT=9600 python -m benchmarks.counted run dashboard.py` answers http://127.0.0.1:9600 with the number of sessions that are
alive in memory, those of visitors who have gone among them. Streamlit's own metrics count the connected ones alone.
"""

import gc
import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from streamlit.runtime.app_session import AppSession
from streamlit.web.cli import main as run_streamlit

COUNT_PORT = "COUNT_PORT"


class Answer(BaseHTTPRequestHandler):
    """Answers every question with the number of sessions in memory."""

    def do_GET(self) -> None:
        """Writes the number as text."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(count_sessions()).encode())

    def log_message(self, format: str, *what: object) -> None:
        """Says nothing."""


def count_sessions() -> int:
    """The sessions that this process holds, after what is only waiting to be freed has been."""
    gc.collect()
    return sum(isinstance(one, AppSession) for one in gc.get_objects())


def main() -> None:
    """Runs Streamlit with the command line's arguments."""
    server = HTTPServer(("127.0.0.1", int(os.environ[COUNT_PORT])), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    run_streamlit(prog_name="streamlit")


if __name__ == "__main__":
    main()
