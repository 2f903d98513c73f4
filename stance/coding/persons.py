"""Who signed in, from what the provider says of them, and which coder that is.

Belongs here: identity, as plain values. Not here: signing in (`ui/signing`), the file of roles (`roles`).
A person is whom the provider (`iss`) knows under one number (`sub`); addresses and names change, and two people may have one
name. Codings carry a name from the file of roles, else a pseudonym made from that number: no address, no name of a person.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from stance.coding.roles import Coder, Roles
from stance.errors import make_visible

DIGITS = 12
LONGEST_SHOWN = 60
PREFIX = "coder-"


@dataclass(frozen=True)
class Person:
    """Someone whom a provider vouches for.

    id: a pseudonym, the same at every visit. email: the address, "" where the provider does not say that it was verified. denied: the
    provider says that the address was not verified. shown: how to greet them.
    """

    id: str
    email: str = ""
    denied: bool = False
    shown: str = ""


def identify(claims: Mapping[str, Any]) -> Person:
    """The person whom the claims of a provider's token are about."""
    who = "\n".join(_read(claims, name) for name in ("iss", "sub"))
    number = PREFIX + hashlib.sha256(who.encode()).hexdigest()[:DIGITS]
    verified, email = str(claims.get("email_verified", "")).lower(), _read(claims, "email")
    names = (_read(claims, name) for name in ("name", "preferred_username"))
    shown = next(filter(None, names), email or number)[:LONGEST_SHOWN]
    return Person(number, email if verified == "true" else "", verified == "false", make_visible(shown))


def _read(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) else ""


def find_coder(person: Person, roles: Roles) -> Coder:
    """The coder that a person is: listed by id, by verified address, or not at all; a denied address makes a reader of who is not listed by id."""
    known = (person.id, person.email) if person.email else (person.id,)
    coder = Coder(roles.find_name(known) or person.id, roles.find_role(known), True, person.shown)
    return replace(coder, role="reader") if person.denied and person.id not in roles.roles else coder
