"""What a service changed, so that each screen can decide whether to reload."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """Which kinds of things are no longer as they were."""

    content: bool = False
    study: bool = False
    exams: bool = False
    settings: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return self.content or self.study or self.exams or self.settings
