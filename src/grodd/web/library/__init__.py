"""The library: lessons that others may read."""
