"""Reading over several apps."""
