"""The Movement page: who moved, the gap, governments and public, the map."""
