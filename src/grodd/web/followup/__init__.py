"""Projects: goals, check-ins, gates, results, lessons."""
