"""`python -m benchmarks.judging`: judging beside Gavel's method, at equal numbers of visits."""
