"""Whether ten thousand loans agree with the book, and how long a portfolio takes."""
