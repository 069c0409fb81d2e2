"""Grade nbgrader assignments: fast, isolated, with nbgrader's marks."""
