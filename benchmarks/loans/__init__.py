"""The page of a loan on which a thousand things have happened."""
