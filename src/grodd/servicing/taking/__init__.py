"""Reading a running portfolio from a file: columns, cells, rules, and what a row means here.

``cells`` turns what stands in a cell into a value, ``columns`` knows what a column may mean,
``rules`` what the file leaves unsaid, ``rows`` reads a row, ``opening`` derives how the loan
begins here, ``comparing`` and ``totals`` hold the file against what we compute.
"""
