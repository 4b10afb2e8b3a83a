"""Processes that read a file, and who waits for them."""

from multiprocessing import active_children


def nobody_waits() -> None:
    """Whoever reads is in no hurry."""


def kill_all() -> None:
    """End all processes that read, as a system without memory does."""
    for child in active_children():
        child.kill()
        child.join()
