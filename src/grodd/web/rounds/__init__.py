"""Open rounds, for anyone: what is given, to whom, until when."""
