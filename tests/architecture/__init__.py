"""The house holds: what no other tool can see."""
