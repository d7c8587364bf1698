"""Voting: what is stated, who votes, that nobody learns what, and what comes of it."""
