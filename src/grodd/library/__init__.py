"""What was learnt, shared and found again: lessons and the search index.

It must never know how a project went on: a project hands its lesson over.
"""
