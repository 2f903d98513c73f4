"""What pages are made of, without a page where it can be."""
