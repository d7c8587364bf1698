"""How good and how quick matches and timetables are, beside their peers."""
