"""Numbers that the whole house agrees on."""

CONFIDENCE = 0.90
