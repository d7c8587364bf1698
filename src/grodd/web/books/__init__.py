"""The books of a space: accounts, journal, periods, payment orders."""
