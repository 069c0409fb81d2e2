"""Run notebooks in isolation, seen from the trusted side."""
