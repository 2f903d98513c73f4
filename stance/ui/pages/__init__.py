"""One module or folder a page, under the page's own name."""
