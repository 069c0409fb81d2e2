"""Show the grader, and measure it beside plain nbgrader."""
