"""nbgrader's view of this repository: run `nbgrader …` from its root."""

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "rectified"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"

# What stands in an answer cell until the learner replaces it.
c.ClearSolutions.code_stub = {
    "python": "# Replace the next line with your answer.\nraise NotImplementedError"
}
c.ClearSolutions.text_stub = "Write your answer here."

# Answers may train a small network on a slow machine; nothing should wait longer.
c.ExecutePreprocessor.timeout = 120
