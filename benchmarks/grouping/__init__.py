"""`python -m benchmarks.choosing`: equal shares beside pabutools, and the rules side by side."""
