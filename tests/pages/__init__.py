"""What a reader meets on the pages, without a browser."""
