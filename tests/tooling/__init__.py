"""The door and the tools behind it."""
