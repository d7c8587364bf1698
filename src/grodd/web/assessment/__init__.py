"""Assessment: what I review, and the board of a round."""
