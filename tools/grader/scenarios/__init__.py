"""Small courses graded by nbgrader and by ours, and where the marks differ."""
