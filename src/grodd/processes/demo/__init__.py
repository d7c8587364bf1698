"""The demo: made-up people, two spaces side by side, and cases at every step of the way.

What they are called and write stands in ``company.json`` and ``fund.json``; days are counted back
from the day that the demo is made (``ago``), so that it always looks alive. Everything goes
through the same use cases and processes as in the browser, in the order of time: books, audit
trail and outbox tell the truth about it.
"""
