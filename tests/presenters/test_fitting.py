"""What is said about a fit."""

from datetime import UTC, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from certdeck.core.ids import DeckId
from certdeck.core.scheduling.parameters import DEFAULTS, Fit, Score
from certdeck.ports.memory import Fitted
from certdeck.presenters.fitting import FitPresenter, report_words, standing_words
from certdeck.services.fitting import FitReport, Outcome
from tests.builders import NOON, deck
from tests.services.parts import Parts
from tests.services.test_catalogue import together

BEFORE, BETTER, WORSE = Score(0.4, 0.1), Score(0.38, 0.05), Score(0.41, 0.1)

NO_BETTER = (
    "Your own memory fits the defaults so far. On your latest 247 reviews the log loss is 0.4000 with them and 0.4100 "
    "with a fit; lower is better. The schedule stays as it was."
)


def report(outcome: Outcome, after: Score | None = BETTER, **changes: Any) -> FitReport:
    fitted = None if after is None else Fitted(DEFAULTS, BEFORE, after, reviews=1234, held_back=247)
    values: dict[str, Any] = {"ratings": 3000, "reviews": 1234, "needed": 400, "set_back": 0} | changes
    return FitReport(DeckId("deck-1"), outcome, fitted=fitted, **values)


def test_the_defaults_are_called_what_they_are() -> None:
    assert standing_words(None, UTC) == (
        "The schedule goes by how most people forget. Fitting it to you needs 400 reviews after a day or more."
    )


def test_a_standing_fit_tells_day_reviews_and_how_much_better_it_is() -> None:
    fit = Fit(DEFAULTS, NOON, 1234, BEFORE, BETTER)
    words = "Fitted on 14 Mar 2026 to 1,234 reviews. It predicts your latest answers 5.0 % better than the defaults:"
    assert standing_words(fit, UTC) == f"{words} log loss 0.3800 instead of 0.4000."
    assert standing_words(fit, timezone(timedelta(hours=13))).startswith("Fitted on 15 Mar 2026")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (report(Outcome.KEPT), "Fitted to 1,234 reviews. It predicts your latest answers 5.0 % better"),
        (report(Outcome.TRIED), "A fit to 1,234 reviews would be kept. It predicts your latest answers 5.0 % better"),
        (
            report(Outcome.NO_BETTER, WORSE),
            NO_BETTER,
        ),
        (
            report(Outcome.TOO_FEW, None, reviews=120),
            "Too few reviews: 120 of the 400 that a fit needs came after a day or more. The schedule stays as it was.",
        ),
    ],
)
def test_every_outcome_is_said_with_its_numbers(found: FitReport, words: str) -> None:
    assert report_words(found).startswith(words)


def test_a_clock_that_was_put_back_is_mentioned() -> None:
    said = "The computer's clock was put back before {}; they count in the order in which you gave them."
    assert report_words(report(Outcome.KEPT, set_back=1)).endswith(said.format("1 rating"))
    assert report_words(report(Outcome.TOO_FEW, None, set_back=3)).endswith(said.format("3 ratings"))
    assert "clock" not in report_words(report(Outcome.KEPT))


def test_news_stay_until_things_are_settled(tmp_path: Path) -> None:
    parts = Parts(tmp_path / "decks")
    presenter = FitPresenter(together(parts))
    assert presenter.view().note == "No deck is installed."
    parts.install(deck())
    presenter = FitPresenter(together(parts))
    assert presenter.view().note == standing_words(None, UTC)
    assert not presenter.view().can_reset
    settled = [presenter.settled]
    presenter.tell(parts.fitting.fit())
    assert presenter.view().note.startswith("Too few reviews: 0 of the 400")
    settled.append(presenter.settled)
    presenter.settle()
    assert [*settled, presenter.settled] == [True, False, True]
    assert presenter.view().note == standing_words(None, UTC)
