"""What is written about the loans together: one file, one function."""
