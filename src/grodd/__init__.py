"""Grodd: small money that makes people's ideas grow."""

__version__ = "0.1.0"
