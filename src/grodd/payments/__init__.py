"""Money in and out of the bank: treasuries, payees, payment orders and their second person.

It must never know why something is paid: an award or a loan asks for an order and holds on to it.
"""
