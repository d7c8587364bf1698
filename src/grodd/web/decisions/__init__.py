"""Decisions: bodies, meetings, matters, votes, minutes."""
