"""What comes of the money: projects, goals, check-ins, gates, results."""
