"""Importing applications from a file: hand it in, say what its columns mean, look, take it."""
