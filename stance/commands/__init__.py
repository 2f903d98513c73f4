"""The command line: a thin layer over the functions that the pages use."""

from stance.commands.parsing import main

__all__ = ["main"]
