"""Read a course: its assignments, and what students handed in."""
