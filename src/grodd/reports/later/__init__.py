"""Files that take long to make: asked for on a page, made by a worker, fetched from the page."""
