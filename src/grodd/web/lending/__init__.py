"""All loans of a lender: the list, the work of the day, what is at risk, money, vintages."""
