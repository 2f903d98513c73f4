"""Signing in at the coding desk, in words.

Belongs here: what someone is told of who they are and what they may do. Not here: labels of buttons (`ui/signing`).
"""

from stance.coding.roles import Role

SIGN_IN = "Sign in to code. Nothing else of this dashboard asks who you are."
SIGNED_IN = "Signed in as {shown}. The way to the coding desk is at the side."
PROVIDER_DOWN = (
    "The service that signs people in does not answer, so nobody can sign in now. Try again in a minute; everything but coding "
    "works without it. If it stays, tell whoever runs this dashboard."
)
UNSET = "Sign-in is not set up rightly here: {trouble} Whoever runs this dashboard finds the keys in deploy/signing.md."
BROKEN_SECRETS = (
    "Nobody can code here now: the file of secrets cannot be read, so it is not known who has to sign in. Whoever runs this "
    "dashboard finds what belongs in it in deploy/signing.md."
)
NO_SIGN_IN = (
    "Nobody can code here now: a file gives roles to people, but nobody can sign in, since [auth] is missing in the file of "
    "secrets (deploy/signing.md)."
)
BROKEN_ROLES = (
    "The file of roles cannot be used ({problems}), so everyone reads and nobody codes. Whoever runs this dashboard sees what is "
    "wrong with it by `python -m stance.coding.roles FILE`."
)
DENIED = (
    "The service that signed you in says that your e-mail address was not verified. It does not count here: verify it there and sign "
    "in again, or ask for a role by the id below."
)
READS = "You may read here, and see the progress. To code, ask whoever runs this dashboard for a role, and give your id: `{id}`."
MAY: dict[Role, str] = {"reader": "reads", "coder": "codes", "adjudicator": "codes and settles"}


def describe_coder(shown: str, role: Role, name: str) -> str:
    """Who signed in, what they may do, and under which name codings carry them, in Markdown; both names come escaped."""
    return f"Signed in as **{shown}**, who {MAY[role]} here. Codings name you **{name}**, not by your e-mail address."
