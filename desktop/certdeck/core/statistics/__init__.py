"""What the study log says: pure functions from columns of ratings and faces to figures.

100,000 ratings are reckoned with at one go, so the columns are arrays and numpy does the sums. It is imported when the
first figure is asked for.
"""
