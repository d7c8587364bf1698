"""Taking over loans of another system: the file, its columns, the control, the report."""
