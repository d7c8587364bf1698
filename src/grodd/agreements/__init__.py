"""Agreements and what they carry: awards of money and hours, loans, and their servicing.

It must never know the goals and check-ins of the project that the money is for.
"""
