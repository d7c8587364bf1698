"""Applying: drafts, what was submitted, and the list of it."""
