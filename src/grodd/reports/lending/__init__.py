"""All loans of a lender together: lists, work, what is at risk, money to come, vintages.

Everything is asked of the database in sets. What a loan owes is never computed here: positions,
plans, payments and month ends say it.
"""
