"""Programmes: frames, themes, forms, letters, rounds and their budgets, funders and their capital.

It must never know an application, only that someone committed part of a round's budget under a key.
"""
