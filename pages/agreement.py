"""How far coders agree, how far the classifier agrees with the codes, and where they differ."""

from stance.ui.pages.agreement import show_agreement

show_agreement()
