"""What a command owes the terminal: errors as sentences with an exit code, streams that never fail, an end that leaves no half file.

Belongs here: what is true of any command. Not here: the commands (`stance/commands`).
"""

import os
import signal
import sys
from collections.abc import Callable

from stance.errors import StanceError, UsageError, make_visible

STOPPED = 130


def run_safely(action: Callable[[], object]) -> int:
    """Does it and returns 0, or the exit code of what went wrong, said on standard error; defects go through."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        action()
    except StanceError as error:
        print(make_visible(str(error)), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("Stopped. What was there before is unchanged.", file=sys.stderr)
        return STOPPED
    except OSError as error:
        return _explain(error)
    return 0


def _explain(error: OSError) -> int:
    """Says what the system refused, and returns the exit code; a reader that went away (`| head`) is no fault."""
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to flush goes nowhere
        return 0
    place = make_visible(str(error.filename or "A file"))
    print(
        f"{place} cannot be used ({error.strerror or error}). Check the name and that you may use it.", file=sys.stderr
    )
    return UsageError.exit_code


def heed_signals() -> None:
    """A request to end is heeded as Ctrl-C is, and Ctrl-C also where the program was started in the background."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.default_int_handler)
