"""The dashboard as a reader meets it: a real server and Debian's chromium."""
