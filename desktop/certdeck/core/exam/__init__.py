"""Practice exams: drawing a form, sitting it, grading, the report."""
