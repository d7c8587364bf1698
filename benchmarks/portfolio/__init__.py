"""The pages about all loans of a lender, with ten thousand of them, over HTTP."""
