"""What a user can mend.

    CertdeckError
    ├── DeckError            a deck's files have problems; nothing was installed
    ├── ExamError            an exam can't be drawn or gone on with
    │   ├── BankTooSmall     there are not enough questions; nothing was started
    │   ├── NotInForm        the sitting has no such question
    │   ├── UnfitAnswer      an answer is not of the question's kind, or names what it doesn't have
    │   │   ├── TooManyChoices     more responses than the question asks for
    │   │   └── RepeatedResponse   the same response twice
    │   ├── AnswerShown      the key was shown, so the answer stands
    │   ├── ToolNotAllowed   the rules of the sitting leave that out
    │   ├── UnfitTime        a length of time that no sitting can have
    │   ├── TimeIsUp         after the last second
    │   └── SittingEnded     it was submitted before
    ├── StudyError           a card can't be rated or a rating can't be taken back
    │   └── RatedMeanwhile   it was scheduled anew since it was shown
    ├── CardError            a card can't be kept as it is written, or is gone
    ├── MediaError           a picture can't be taken over; nothing was copied
    ├── FitError             the schedule could not be fitted; it stays as it was
    ├── ExportError          a file could not be written; what was there before is untouched
    ├── ImportRefused        a file can't be taken over; nothing of it was
    ├── SyncError            a shared folder or a file in it can't be used; the library is as it was
    ├── QueryError           a search can't be understood; it says where, and how to mend it
    ├── SettingError         a setting has a value that can't be used
    └── StoreError           the database can't be used; it was not changed
        ├── NewerStore       written by a later version of Certdeck
        ├── ForeignStore     a file of another program, or no database at all
        ├── DamagedStore     the library or a backup of it can't be read whole
        ├── UnusableFolder   the data folder can't be read or written
        └── BusyStore        somebody else writes to it for too long
            └── BusyForNow   somebody else is writing, and who asked does not stand still for that

The text of each is fit to show: what happened, what was kept, what to do. Anything else that is raised is a bug.
"""

from dataclasses import dataclass
from pathlib import Path


class CertdeckError(Exception):
    """Root of all errors that a user can mend; `str(error)` is the text to show."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one file of a deck; `line` is 1-based, `item` is empty where no item is concerned."""

    file: Path
    line: int
    item: str
    text: str

    def __str__(self) -> str:
        """Write the problem as compilers do: `file:line: id: what is wrong`."""
        return f"{self.file}:{self.line}: {self.item + ': ' if self.item else ''}{self.text}"


class DeckError(CertdeckError):
    """A deck's files have problems, all of them in `problems`; nothing was installed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(
            f"The deck has {count} and was not installed; what you had is unchanged.\n" + "\n".join(map(str, problems))
        )


class ExamError(CertdeckError):
    """An exam can't be drawn or gone on with."""


class BankTooSmall(ExamError):
    """There are not enough questions for what was asked; nothing was started."""


class NotInForm(ExamError):
    """The sitting has no such question; nothing was changed."""


class UnfitAnswer(ExamError):
    """An answer is not of the question's kind, or names what the question doesn't have; the last one is kept."""


class TooManyChoices(UnfitAnswer):
    """An answer holds more responses than the question asks for; the last one is kept."""


class RepeatedResponse(UnfitAnswer):
    """An answer holds the same response twice; the last one is kept."""


class AnswerShown(ExamError):
    """The key was shown, so the answer stands as it was."""


class ToolNotAllowed(ExamError):
    """The rules of the sitting leave that out; nothing was changed."""


class UnfitTime(ExamError):
    """No sitting can be that long or that short; nothing was started."""


class TimeIsUp(ExamError):
    """The time has run out; what was answered before is kept."""


class SittingEnded(ExamError):
    """The sitting was submitted before; its answers are kept."""


class StudyError(CertdeckError):
    """A card can't be rated, or a rating can't be taken back."""


class RatedMeanwhile(StudyError):
    """A card was scheduled anew since it was shown, in another window say; the rating was not recorded."""


class CardError(CertdeckError):
    """A card can't be kept as it is written, or is gone; what was there before is untouched."""


class MediaError(CertdeckError):
    """A picture can't be taken over; nothing was copied."""


class FitError(CertdeckError):
    """The schedule could not be fitted to the learner's memory; it stays as it was."""


class ExportError(CertdeckError):
    """A file could not be written; what was there before is untouched."""


class ImportRefused(CertdeckError):
    """A file can't be taken over; nothing of it was, and the text names the file and the reason."""


class SyncError(CertdeckError):
    """A shared folder, or a file in it, can't be used; nothing of the library was changed by it."""


class QueryError(CertdeckError):
    """A search can't be understood.

    `reason` says why, `fix` what to do about it; what is wrong stands from `start` to before `end` in the text.
    """

    def __init__(self, reason: str, fix: str, start: int, end: int) -> None:
        self.reason = reason
        self.fix = fix
        self.start = start
        self.end = end
        super().__init__(f"{reason} {fix}")


class SettingError(CertdeckError):
    """A setting has a value that can't be used; the old one is kept."""


class StoreError(CertdeckError):
    """The database can't be used; it was not changed."""


class NewerStore(StoreError):
    """The database was written by a later version of Certdeck."""


class ForeignStore(StoreError):
    """The file is another program's, damaged, or no database at all."""


class BusyStore(StoreError):
    """Somebody else, another program or other work of this one, writes to the database for too long."""


class DamagedStore(StoreError):
    """The library, or a backup of it, can't be read whole."""


class BusyForNow(BusyStore):
    """Somebody else is writing to the database, and whoever asked comes back rather than stand still."""


class UnusableFolder(StoreError):
    """The data folder can't be read or written."""
