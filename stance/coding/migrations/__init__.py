"""How a database of codings came to its present form, step by step; `stance/coding/migrating.py` takes the steps that one lacks."""
