"""Canvas, Moodle, Gradescope and GitHub."""
