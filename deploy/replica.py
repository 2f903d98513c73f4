"""One process of the hosted dashboard, on a port of the loopback interface: `python -m deploy.replica PORT`.

It refuses connections until its first screen is made, so that nginx passes it over; `streamlit run server.py` takes them
at once and leaves visitors waiting. The settings of its websockets are those that the framework gives itself.
"""

import argparse
import gc
import logging
import os
import resource
import sys

import uvicorn

SWITCH_SECONDS = 0.001  # a fifth of the interpreter's own: what is done is sent while other runs still compute
PING_SECONDS = 30.0  # with a time as long for the answer; the framework's own
STOP_SECONDS = 5
# The longest header of a websocket, as of nginx: cookies of who signed in hold what the provider says of them, and tokens.
LONGEST_HEADER = ("WEBSOCKETS_MAX_LINE_LENGTH", str(32 * 1024))


def main() -> int:
    """Serves until it is asked to end."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("port", type=int, help="where it listens")
    gc.disable()  # nothing made while it starts is litter; the server turns it on when it is up
    sys.setswitchinterval(SWITCH_SECONDS)
    os.environ.setdefault(*LONGEST_HEADER)
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    # Requests with what visitors chose and typed; the framework turns this log on again after uvicorn turned it off.
    logging.getLogger("uvicorn.access").disabled = True
    uvicorn.run(
        "server:app",
        port=parser.parse_args().port,
        ws="websockets-sansio",
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=PING_SECONDS,
        ws_per_message_deflate=False,
        log_config=None,  # the framework's own
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
