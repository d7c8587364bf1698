"""The loans of a fund together: how late counts, nights, month ends, who looks after which loan.

What one loan owes belongs to ``agreements``; here is what a lender decides for all of them, and
what was seen of them on a day. It never writes to a loan.
"""
