"""The Coding desk: code, settle, check the record, keep."""
