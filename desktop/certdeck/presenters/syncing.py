"""What is said about a sync, in the window and on the command line."""

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from certdeck.presenters.dates import counted, day_text
from certdeck.services.catalogue import Services
from certdeck.services.sync_parts import Tally
from certdeck.services.syncing import LastSync, SyncReport

MOST_PROBLEMS = 4
"""Lines that are shown in the settings."""
TITLE = "Sync with your other computers"
NEVER = "Not synced yet."
NOTHING = "nothing"
HOW = (
    "Choose a folder that Syncthing, Dropbox or a USB stick takes to your other computers. Ratings, cards, pictures, "
    "notes and finished exams go there and come back; nothing is ever removed from it."
)


@dataclass(frozen=True, slots=True)
class SyncView:
    """What the settings show: the folder in use, how things stand, what to mend, and whether there is one to sync."""

    folder: str
    standing: str
    problems: tuple[str, ...]
    can_sync: bool
    at_start: bool


class SyncPresenter:
    """Says how things stand, and after a sync what came of it until the page is shown anew."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._report: SyncReport | None = None

    def view(self) -> SyncView:
        """Return what is to be shown now."""
        settings = self._services.preferences.settings
        report = self._report
        last = last_words(self._services.syncing.last(), self._services.clock.zone())
        return SyncView(
            folder=settings.sync_folder,
            standing=last if report is None else f"{last} {summary(report)} {undo_words(report)}".rstrip(),
            problems=() if report is None else shown_problems(problem_lines(report)),
            can_sync=bool(settings.sync_folder),
            at_start=settings.sync_at_start,
        )

    def folder(self) -> Path | None:
        """Return the folder that was chosen, or None."""
        chosen = self._services.preferences.settings.sync_folder
        return Path(chosen) if chosen else None

    def tell(self, report: SyncReport) -> None:
        """Show what came of a sync."""
        self._report = report

    def settle(self) -> None:
        """Show how things stand again."""
        self._report = None

    @property
    def settled(self) -> bool:
        """Whether nothing is told that would be lost with the page."""
        return self._report is None


def shown_problems(lines: list[str]) -> tuple[str, ...]:
    """Return as many of `lines` as can be read, and how many more there are."""
    more = len(lines) - MOST_PROBLEMS
    return tuple(lines) if more <= 0 else (*lines[:MOST_PROBLEMS], f"And {more} more; `certdeck sync` prints them all.")


def last_words(last: LastSync | None, zone: tzinfo) -> str:
    """Say when the library was synced last."""
    if last is None:
        return NEVER
    at = last.at.astimezone(zone)
    return f"Synced on {day_text(at.date())} at {at:%H:%M}."


def summary(report: SyncReport) -> str:
    """Say in a line what went and what came."""
    sent, came = tally_words(report.sent, report.pictures_sent), tally_words(report.came, report.pictures_came)
    if report.stopped:
        return f"Stopped. Came until then: {came}. The rest goes and comes with the next sync."
    late = late_words(report)
    if sent == came == NOTHING:
        return late or "Nothing was new."
    return f"{'Not all sent' if report.unsent else 'Sent'}: {sent}. Came: {came}. {late}".rstrip()


def late_words(report: SyncReport) -> str:
    """Say how much went that an earlier sync could not write, or whose file was lost since; empty if none did."""
    words = tally_words(report.sent_late)
    return "" if words == NOTHING else f"Sent late, as the folder did not have it: {words}."


def undo_words(report: SyncReport) -> str:
    """Say how many changes are past undoing, and why; empty if none is."""
    if not report.not_undoable:
        return ""
    changes = counted(report.not_undoable, "change")
    return f"{changes} of yours can't be undone any more: another computer changed the same cards. Others still can."


def tally_words(tally: Tally, pictures: int = 0) -> str:
    """Say how many changes of which kind there were, and how many pictures."""
    parts = (
        (tally.ratings, "rating"),
        (tally.imported, "imported card"),
        (pictures, "picture"),
        (tally.cards, "card change"),
        (tally.texts, "own text"),
        (tally.exams, "exam result"),
        (tally.settings, "setting"),
    )
    words = [counted(count, noun) for count, noun in parts if count]
    return ", ".join(words) or NOTHING


def problem_lines(report: SyncReport) -> list[str]:
    """Say what is missing, waiting or could not be read, and what to do."""
    lines = list(report.problems)
    for replica, count in report.missing.items():
        lines.append(
            f"Late or lost: {counted(count, 'change')} of the library {replica[:6]}. The rest was merged. Sync that "
            "computer again: it writes files anew that are missing in the folder."
        )
    if report.pictures_missing:
        lines.append(
            f"Late or lost: {counted(report.pictures_missing, 'picture')} of your cards. Sync the computer that has "
            "them, and then this one."
        )
    if report.waiting:
        lines.append(
            f"Kept for later: {counted(report.waiting, 'change')} about a deck or an exam that is not here yet."
        )
    if report.unread:
        lines.append(
            f"Left out: {counted(len(report.unread), 'change')} that can't be understood here "
            f"({', '.join(report.unread[:3])}). Install the same version of Certdeck on both computers."
        )
    if report.unsent:
        lines.append(f"Not written: {counted(report.unsent, 'file')}. What is in them goes with the next sync.")
    return lines
