"""Exhibits as plain objects: words, tables, pictures and places, without a page."""
