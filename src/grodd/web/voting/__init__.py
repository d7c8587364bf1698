"""Votes: the voter's page, setting a vote up, and the result under three rules."""
