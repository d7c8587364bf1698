"""Voting about what to fund: polls, options, who may vote, secret ballots, results.

It must never know what an option is about: an application holds a one-to-one *down* to its
``Option`` and a round to its ``Poll``. Nor does any table say who voted what: see ``secrecy``.
"""
