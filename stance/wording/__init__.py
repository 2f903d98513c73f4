"""What may be said: verdicts, the thresholds behind them, and sentences whose every verb hangs on a verdict.

Belongs here: words for estimates. Not here: the estimates, or where the words are shown.
The words are the same for every side: "hardened" is a move towards a side's own pole, "eased" one away from it.
"""
