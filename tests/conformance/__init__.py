"""The engines against figures that somebody else computed."""
