"""Make the book: execute, refresh, build, typeset, measure."""
