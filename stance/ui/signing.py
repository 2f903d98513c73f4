"""Who is at the desk: signed in, or by the name that they give.

Belongs here: the one place that says who codes. Not here: what a role may do (`coding/roles`).
"""

import streamlit as st

from stance.coding.roles import Coder

NAME = "coder_name"


def choose_coder() -> Coder:
    """Who codes: drawn as a box for the name where no one has to sign in; everyone may do everything then."""
    name = st.text_input(
        "Your name as coder", key=NAME, max_chars=60, placeholder="a short name, shown beside your codes"
    )
    return Coder(name.strip(), "adjudicator")
