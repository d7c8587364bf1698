"""Tables, their triggers and first rows."""
