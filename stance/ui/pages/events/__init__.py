"""The Events page: lanes, what followed, what was said, answers, texts and rules."""
