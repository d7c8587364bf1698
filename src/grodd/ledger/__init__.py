"""Books that cannot be wrong: books, accounts, periods, vouchers, transfers, reservations.

One transfer row is debit and credit at once. Posted is posted: mistakes are reversed. It must never
know what the money was for, nor who may see it.
"""
