"""One person: their profile, what is kept on them, and the ways in."""
