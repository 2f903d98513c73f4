"""Who is at the desk: signed in, or by the name that they give.

Belongs here: the one place that says who codes. Not here: what a role may do (`coding/roles`), who a token is about (`coding/persons`).
Sign-in is the framework's own (OpenID Connect), configured by [auth] in .streamlit/secrets.toml: deploy/signing.md. Without it a
box for the name stands here. Nothing else of the dashboard asks who someone is, and no log does.
"""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit
from urllib.request import urlopen

import streamlit as st
from streamlit.errors import StreamlitAuthError, StreamlitMissingAuthlibError

from stance.coding.persons import Person, find_coder, identify
from stance.coding.roles import ALL_CODE, Coder, Roles, find_fault, load_roles
from stance.errors import DataError
from stance.formats import escape_markdown, format_count
from stance.limits import CODER_CHARACTERS
from stance.settings import read_settings
from stance.ui.frame import is_first_run
from stance.wording.signing import (
    BROKEN_ROLES,
    BROKEN_SECRETS,
    DENIED,
    NO_SIGN_IN,
    PROVIDER_DOWN,
    READS,
    SIGN_IN,
    SIGNED_IN,
    UNSET,
    describe_coder,
)

NAME, GIVEN, SIGNED = "coder_name", "_coder_given", "is_logged_in"
ANYONE = "default"
NOBODY = Coder("", "reader")
WAIT_SECONDS, MOST_BYTES = 3, 1_000_000
FRESH_SECONDS = 60  # since the provider vouched for who signs in


def choose_coder() -> Coder:
    """Who codes. Where sign-in is configured: who signed in, with the role that the file gives, or nobody, who reads. Else drawn as
    a box for the name; everyone may do everything then."""
    claims = read_claims()
    if SIGNED not in claims:
        return _choose_named()
    if not claims[SIGNED]:
        _offer_sign_in()
        return NOBODY
    return _show_signed_in(identify(claims))


def offer_way_back() -> None:
    """The way to the desk for who signed in: after signing in the dashboard opens on its first page, and says once that it worked."""
    claims = read_claims()
    if not claims.get(SIGNED):
        return
    shown = escape_markdown(identify(claims).shown)
    st.caption(f"Signed in as {shown}")
    st.page_link("pages/desk.py", label="To the coding desk")
    if is_first_run() and time.time() - float(claims.get("iat") or 0) < FRESH_SECONDS:
        st.toast(SIGNED_IN.format(shown=shown))


def read_claims() -> Mapping[str, Any]:
    """What the provider said of the visitor; without the key `is_logged_in` where no sign-in is configured."""
    return cast(Mapping[str, Any], st.user.to_dict())


def _choose_named() -> Coder:
    if trouble := _find_gap():
        st.warning(trouble, icon="⚠️")
        return NOBODY
    if given := st.session_state.get(GIVEN, ""):
        return _show_named(given)
    name = st.text_input(
        "Your name as coder",
        key=NAME,
        max_chars=CODER_CHARACTERS.most,
        placeholder="a short name, shown beside your codes",
    ).strip()
    if name and (fault := find_fault(name)):
        st.error(escape_markdown("'{}' {}. {}.".format(name, *fault)))
        return Coder("", "adjudicator")
    if name:
        st.session_state[GIVEN] = name
        st.rerun()  # the box goes, so that the next key is not typed into it
    return Coder("", "adjudicator")


def _show_named(name: str) -> Coder:
    """The name that was given, and a way to give another."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"You code as **{escape_markdown(name)}**.", width="content")
        st.button("Another name", key="coder_other", type="tertiary", on_click=_forget_name)
    return Coder(name, "adjudicator")


def _forget_name() -> None:
    st.session_state[GIVEN] = ""


def _find_gap() -> str:
    """Why nobody may code although no sign-in is asked for: what was meant to guard the desk is not there; "" where nothing is missing."""
    if any(Path(one).is_file() for one in st.get_option("secrets.files")) and not _are_secrets_read():
        return BROKEN_SECRETS
    return NO_SIGN_IN if read_settings().roles else ""


def _are_secrets_read() -> bool:
    return bool(st.secrets.load_if_toml_exists())


def _offer_sign_in() -> None:
    """A button for each provider; one that does not answer, or is not set up, is a sentence."""
    st.info(SIGN_IN)
    for provider in _list_providers():
        label = "Sign in" if provider == ANYONE else f"Sign in with {escape_markdown(provider)}"
        if st.button(label, key=f"sign_in_{provider}", type="primary"):
            _sign_in(provider)


def _list_providers() -> list[str]:
    """The providers of [auth]: the names of its parts that have a client, or the one of [auth] itself."""
    auth = st.secrets["auth"]
    named = [name for name in auth if isinstance(auth[name], Mapping) and "client_id" in auth[name]]
    return [ANYONE] if "client_id" in auth or not named else named


def _sign_in(provider: str) -> None:
    if not _answers(provider):
        st.error(PROVIDER_DOWN)
        return
    try:
        st.login(provider)
    except (StreamlitAuthError, StreamlitMissingAuthlibError) as error:
        st.error(UNSET.format(trouble=escape_markdown(" ".join(str(error).split()))))


def _answers(provider: str) -> bool:
    """Whether the provider says where one signs in; True as well where its address is missing, which `st.login` explains."""
    auth = st.secrets["auth"]
    part = auth.get(provider, auth)
    address = str(part.get("server_metadata_url", "")) if isinstance(part, Mapping) else ""
    if urlsplit(address).scheme not in ("http", "https"):
        return not address
    try:
        with urlopen(address, timeout=WAIT_SECONDS) as answer:
            return "authorization_endpoint" in json.loads(answer.read(MOST_BYTES))
    except (OSError, ValueError, TypeError):
        return False


def _show_signed_in(person: Person) -> Coder:
    coder = find_coder(person, _read_roles())
    said, out = st.columns([4, 1], vertical_alignment="center")
    said.markdown(describe_coder(escape_markdown(coder.shown), coder.role, escape_markdown(coder.name)))
    if out.button("Sign out", key="sign_out"):
        st.logout()
    if person.denied:
        st.warning(DENIED)
    if not coder.codes:
        st.info(READS.format(id=person.id))
    return coder


def _read_roles() -> Roles:
    """The roles as the file has them now; a file that cannot be used makes a reader of everyone, and only its operator is told why."""
    path = read_settings().roles
    if path is None:
        return ALL_CODE
    try:
        return load_roles(path)
    except DataError as error:
        st.error(BROKEN_ROLES.format(problems=format_count(len(error.problems), "problem")))
        return Roles()
