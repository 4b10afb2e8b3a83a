"""The windows of Certdeck. The only room that knows Qt."""

import builtins

import PySide6.QtCore  # noqa: F401 (it puts an import of its own into the place of Python's)

# PySide6 reads the source of every module that is imported after it, to see whether it may switch on
# `from __feature__ import ...` there, and Python keeps what was read. Certdeck uses none of these features: without,
# the window needs 10 to 30 MB less, and a start less time.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
