"""The start page, the language, the space."""
