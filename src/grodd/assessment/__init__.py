"""Judging, whatever is judged: cases, criteria, conflicts of interest, screening, reviews, scores.

It must never know what the case is about: an application, a partner or a project holds a one-to-one
*down* to its ``Case``.
"""
