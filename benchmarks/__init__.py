"""Every speed claim, one command each, with peers beside."""
