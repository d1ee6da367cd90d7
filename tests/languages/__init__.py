"""Languages, end to end: who reads what, and what is understood."""
