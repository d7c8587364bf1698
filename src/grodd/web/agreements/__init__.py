"""Agreements: the document and its two parties, the award or the loan, and what follows."""
