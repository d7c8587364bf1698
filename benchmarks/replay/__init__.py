"""How long it takes to let the whole life of a loan happen again."""
