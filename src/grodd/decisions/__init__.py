"""Deciding, whatever is decided: bodies, meetings, matters, votes, recusals, delegations, minutes.

It must never know what the matter is about: an application, a gate or a write-off holds a
one-to-one *down* to its ``Matter``.
"""
