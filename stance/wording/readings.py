"""How a statement was read, in words.

Belongs here: headings and notes. Not here: numbers.
"""

READ = "How it was read on each topic"
READ_NOTE = (
    "The score that counts is the code where there is one, else the classifier’s score. The typical error is that of the "
    "classifier; a code has none here, although coders err too. What the classifier reads alone is cross-fitted: it had not seen "
    "this statement or its source."
)
MOVED = "Which points of the lines it moves"
MOVED_NOTE = (
    "A point is the mean of source means in a trailing window. “Moves the point by” is the position with all statements minus the "
    "position without this one."
)
NO_POINT = "It is part of no point that is drawn: its window holds too few statements, its side has no line, or it speaks to no topic."
NO_LINE = (
    "Too few statements for a line: a position needs {statements} statements from {sources} sources within a year."
)
