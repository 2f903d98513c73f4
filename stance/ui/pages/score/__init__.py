"""The page Score statements: one, or many."""
