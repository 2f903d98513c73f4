"""Where the actors of a negotiation stand, and how their positions moved, from public statements.

All logic lives here and can be imported without Streamlit (only `stance.ui` needs it).
"""

__version__ = "1.9.1"
