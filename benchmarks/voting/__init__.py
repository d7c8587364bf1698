"""`python -m benchmarks.voting`: what a vote of a company costs, from click to result."""
