"""The list of many applications and the page of one, over HTTP, beside another grants system."""
