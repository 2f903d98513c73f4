"""Spreadsheets that are brought: hostile, odd and sound ones."""
