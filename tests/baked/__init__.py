"""Tests of this part of the project."""
