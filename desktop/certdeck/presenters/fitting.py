"""What is said about fitting the schedule to the learner's memory."""

from dataclasses import dataclass
from datetime import tzinfo

from certdeck.core.scheduling.parameters import ENOUGH_REVIEWS, Fit, Score
from certdeck.ports.memory import Fitted
from certdeck.presenters.dates import counted, day_text
from certdeck.presenters.library import percent
from certdeck.services.catalogue import Services
from certdeck.services.fitting import FitReport, Outcome

UNCHANGED = "The schedule stays as it was."


@dataclass(frozen=True, slots=True)
class FitView:
    """What the settings say about the fit, and whether there is one to be taken back."""

    note: str
    can_reset: bool


class FitPresenter:
    """Says how things stand, and after a fit what came of it until the page is shown anew."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._news = ""

    def view(self) -> FitView:
        """Return what is to be shown now; without a deck there is nothing to fit."""
        if not self._services.library.heads():
            return FitView("No deck is installed.", can_reset=False)
        fit = self._services.fitting.standing()
        return FitView(self._news or standing_words(fit, self._services.clock.zone()), can_reset=fit is not None)

    def rescheduling(self) -> str:
        """Say what moving the due dates does, empty without a deck."""
        if not self._services.library.heads():
            return ""
        goal = self._services.options.of(self._services.library.exam().deck.id).options.desired_retention
        return (
            "After a fit or a new goal, cards keep their due dates until you rate them next. This puts each on the day "
            f"when your recall of it will have fallen to your goal, {percent(goal)}. Undo brings all dates back."
        )

    def tell(self, report: FitReport) -> None:
        """Show what came of a fit."""
        self._news = report_words(report)

    def settle(self) -> None:
        """Show how things stand again."""
        self._news = ""

    @property
    def settled(self) -> bool:
        """Whether nothing is told that would be lost with the page."""
        return not self._news


def moved_words(moved: int) -> str:
    """Say what came of moving the due dates."""
    if not moved:
        return "Every due date is where the fit puts it; nothing was moved"
    return f"Due dates of {counted(moved, 'card')} moved"


def standing_words(fit: Fit | None, zone: tzinfo) -> str:
    """Say by which parameters cards are scheduled; days are those of `zone`."""
    if fit is None:
        return (
            "The schedule goes by how most people forget. Fitting it to you "
            f"needs {ENOUGH_REVIEWS} reviews after a day or more."
        )
    day = day_text(fit.at.astimezone(zone).date())
    return f"Fitted on {day} to {counted(fit.reviews, 'review')}. {_better(fit.before, fit.after)}"


def report_words(report: FitReport) -> str:
    """Say what came of a fit, and what was out of order in the log."""
    words = _outcome_words(report)
    if report.set_back:
        words += (
            f" The computer's clock was put back before {counted(report.set_back, 'rating')}; "
            "they count in the order in which you gave them."
        )
    return words


def _outcome_words(report: FitReport) -> str:
    fitted = report.fitted
    if fitted is None:
        return (
            f"Too few reviews: {report.reviews} of the {report.needed} that a fit needs came after a day or more. "
            f"{UNCHANGED}"
        )
    match report.outcome:
        case Outcome.KEPT:
            return f"Fitted to {counted(fitted.reviews, 'review')}. {_better(fitted.before, fitted.after)}"
        case Outcome.TRIED:
            return f"A fit to {counted(fitted.reviews, 'review')} would be kept. {_better(fitted.before, fitted.after)}"
        case _:
            return f"Your own memory fits the defaults so far. {_losses(fitted)} {UNCHANGED}"


def _better(before: Score, after: Score) -> str:
    share = 100 * (1 - after.log_loss / before.log_loss)
    return (
        f"It predicts your latest answers {share:.1f} % better than the defaults: "
        f"log loss {after.log_loss:.4f} instead of {before.log_loss:.4f}."
    )


def _losses(fitted: Fitted) -> str:
    return (
        f"On your latest {counted(fitted.held_back, 'review')} the log loss is {fitted.before.log_loss:.4f} with them "
        f"and {fitted.after.log_loss:.4f} with a fit; lower is better."
    )
