"""Stories over several apps, written out step by step. No signals: what happens is here."""
