"""The command that takes codings out of the database and brings them in.

Belongs here: codings. Not here: the tables (`stance.coding.exchange`).
"""

import argparse
import sys
from typing import TYPE_CHECKING

from stance.commands.inputs import load_named
from stance.dossier.loading import Dossier
from stance.errors import UsageError
from stance.formats import format_count
from stance.limits import FILE_BYTES

if TYPE_CHECKING:
    from stance.coding.store import Store

ONE = "Say either --out FILE, to take codings out, or --in FILE, to bring them in."


def codings(options: argparse.Namespace) -> None:
    """Writes the codings that the database has of a dossier, or brings those of a file in; nothing in it is replaced."""
    from stance.coding.engines import name_address
    from stance.coding.store import FILE, open_store
    from stance.settings import read_settings

    if (options.out is None) == (options.table is None) or (options.history and options.out is None):
        raise UsageError(ONE)
    dossier = load_named(options.dossier)
    store = open_store(read_settings().database_url or name_address(dossier.folder / FILE))
    if options.out is None:
        _bring_in(options, dossier, store)
    else:
        _take_out(options, dossier, store)


def _take_out(options: argparse.Namespace, dossier: Dossier, store: "Store") -> None:
    from stance.coding.exchange import read_all_standing, to_codings, to_history, write_codings
    from stance.files import write_whole

    if options.history:
        table = to_history(store.read_acts(dossier.slug), dossier.codebook)
    else:
        table = to_codings(read_all_standing(store, dossier), dossier.codebook)
    write_whole(options.out, write_codings(table))
    print(f"{options.out}: {format_count(len(table), 'row')} written.", file=sys.stderr)


def _bring_in(options: argparse.Namespace, dossier: Dossier, store: "Store") -> None:
    from stance.coding.importing import bring_in
    from stance.files import read_bytes
    from stance.wording.keeping import describe_import

    name = options.table.name
    print(describe_import(bring_in(store, read_bytes(options.table, FILE_BYTES), name, dossier), name), file=sys.stderr)
