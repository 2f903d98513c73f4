"""Random input for everything that reads what it did not write: `python -m benchmarks.fuzz TARGET --seconds 600`."""
