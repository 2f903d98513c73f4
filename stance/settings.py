"""What the environment says of where the dashboard stands: whether it is a public demo, its public address, its log, its start, where
dossiers and codings lie, and who may code.

Belongs here: every variable STANCE_…, and which addresses lead anywhere. Not here: what a demo shows or keeps (`ui`).
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from stance.errors import UsageError, make_visible

DEMO, PUBLIC_URL, LOG, WARM = "STANCE_DEMO", "STANCE_PUBLIC_URL", "STANCE_LOG", "STANCE_WARM"
DATA, DATABASE, ROLES = "STANCE_DATA", "STANCE_DATABASE_URL", "STANCE_ROLES"
LONGEST_SHOWN = 80
NO_SWITCH = "{name} is '{value}'. Write 1 for {what}, or 0."
SWITCHES = {DEMO: "a public demo", WARM: "all pages made before the first visitor comes"}
NO_LOG = "STANCE_LOG is '{value}'. Write json for a log in lines of JSON, or leave it out."
NO_ADDRESS = "STANCE_PUBLIC_URL is '{value}', which {trouble}. Write the address under which readers open the dashboard, as https://stance.example.org."
NO_SIGNS = re.compile(r"[\s\x00-\x1f\x7f\"'<>\\^`{|}]")


@dataclass(frozen=True)
class Settings:
    """Whether this is a public demo, its public address without a slash at the end, "" where none is set, the form of its log,
    and whether a hosted server makes all pages before its first visitor comes, or the first screen alone.

    database_url: where codings are kept, "" for a file beside each dossier.
    roles: the file that names coders and their roles, None without one.
    A demo logs in lines of JSON, whether STANCE_LOG says so or not.
    """

    is_demo: bool = False
    public_url: str = ""
    logs_json: bool = False
    warms_pages: bool = True
    database_url: str = ""
    roles: Path | None = None


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """What the environment says; raises UsageError where a value cannot be used."""
    demo, warm = (_read_switch(name, environment.get(name, "").strip()) for name in (DEMO, WARM))
    log = environment.get(LOG, "").strip()
    if log not in ("", "json"):
        raise UsageError(NO_LOG.format(value=_shorten(log)))
    address = _read_address(environment.get(PUBLIC_URL, "").strip())
    roles = environment.get(ROLES, "").strip()
    return Settings(
        demo == "1",
        address,
        log == "json" or demo == "1",
        warm != "0",
        database_url=environment.get(DATABASE, "").strip(),
        roles=Path(roles) if roles else None,
    )


def read_folders(environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """The folders that STANCE_DATA names, parted as those of PATH are; those that are not there are left out."""
    named = [Path(one).resolve() for one in environment.get(DATA, "").split(os.pathsep) if one.strip()]
    return tuple(dict.fromkeys(one for one in named if one.is_dir()))


def _read_switch(name: str, value: str) -> str:
    if value not in ("", "0", "1"):
        raise UsageError(NO_SWITCH.format(name=name, value=_shorten(value), what=SWITCHES[name]))
    return value


def _read_address(address: str) -> str:
    if address and (trouble := _find_trouble(address)):
        raise UsageError(NO_ADDRESS.format(value=_shorten(_hide_credentials(address)), trouble=trouble))
    return address.rstrip("/")


def _find_trouble(address: str) -> str:
    """Why an address is none that links could begin with; "" where it is one."""
    try:
        parts = urlsplit(address)
        host = parts.port is None or parts.port > 0
    except ValueError:
        return "is no address"
    if parts.scheme not in ("http", "https"):
        return "does not begin with https:// or http://"
    if "@" in parts.netloc:
        return "holds a name or password"
    if "?" in address or "#" in address:
        return "goes on after ? or #"
    return "" if host and parts.hostname and not NO_SIGNS.search(address) else "is no address"


def _hide_credentials(address: str) -> str:
    return re.sub(r"//[^/]*@", "//…@", address)


def _shorten(text: str) -> str:
    return make_visible(text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…")


def make_public(address: str, settings: Settings, *, base: str = "") -> str:
    """An address of the dashboard as readers elsewhere have it: the public one with the same page; `base` is the path that
    the server itself stands under. Without a public address it stays as it is."""
    if not settings.public_url:
        return address
    page = urlsplit(address).path.strip("/").removeprefix(base.strip("/")).strip("/")
    return f"{settings.public_url}/{page}"


def describe_reach(address: str) -> str:
    """For whom an address works, where that is not everyone: "on this machine only", "in this network only"; else ""."""
    host = _read_host(address)
    if host in ("localhost", "0.0.0.0", "::") or host.endswith(".localhost"):
        return "on this machine only"
    try:
        number = ip_address(host)
    except ValueError:
        return ""
    if number.is_loopback:
        return "on this machine only"
    return "in this network only" if number.is_private or number.is_link_local else ""


def _read_host(address: str) -> str:
    try:
        parts: SplitResult = urlsplit(address)
        return (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
