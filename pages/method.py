"""What a position is, the codebook, agreement, the classifier's measures, the data sheet, the limits."""

from stance.ui.pages.method import show_method

show_method()
