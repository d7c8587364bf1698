"""The night: what a day does to all loans at once.

A night is planned as steps, each one kind of work on a range of loans and one transaction. Whoever
takes a step locks its row; who dies lets go of it. So several workers share a night, and a night
that was cut short goes on where it stopped, with the same books as one that ran in one go.
"""
