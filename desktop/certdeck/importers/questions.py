"""Questions of quiz formats as cards: a card of our kinds for each, with the reasons that the format gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from certdeck.core.card_parts import CardChoice, Grid
from certdeck.core.card_rules import CHOICES, COLUMNS, ROWS
from certdeck.core.deck import CardKind
from certdeck.core.own import CardText
from certdeck.importers.losses import LossBook

FULL: Final = 100.0
"""Percent of the credit that a question gives."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that a question offers; all texts are Markdown."""

    text: str
    right: bool
    reason: str = ""


def are_right(shares: Sequence[float], losses: LossBook, place: str, *, several: bool) -> list[bool]:
    """Tell which answers are right by their shares of the credit, in percent.

    Where one is to be chosen and there is one with all of the credit, those with a part of it are wrong.
    """
    least = FULL if not several and max(shares, default=0.0) >= FULL else 0.0
    if least and any(0 < share < least for share in shares):
        losses.add("partial credit", "an answer is right or wrong here, and these count as wrong", place)
    return [share >= least if least else share > 0 for share in shares]


def choice_card(stem: str, answers: Sequence[Answer], told: str, losses: LossBook, place: str) -> CardText | None:
    """Return a multiple-choice card; one that shows its answers on the back where there are too many or too few."""
    unique = {answer.text.strip().casefold(): answer for answer in reversed(answers) if answer.text.strip()}
    kept = [answer for answer in answers if unique.get(answer.text.strip().casefold()) is answer]
    if len(kept) < len(answers):
        losses.add("answers", "they are empty, or stand twice in a question", place, len(answers) - len(kept))
    if not stem.strip() or not any(answer.right for answer in kept):
        losses.add("questions", "no answer is marked as the right one, or there is no question", place)
        return None
    back = joined(told, reasons_of(kept))
    if len(kept) not in CHOICES:
        right = "\n".join(f"- {_line(answer.text)}" for answer in kept if answer.right)
        return CardText(front=stem, back="\n\n".join(part for part in (right, back) if part))
    choices = tuple(CardChoice(answer.text, answer.right) for answer in kept)
    return CardText(kind=CardKind.CHOICE, front=stem, back=back, choices=choices)


def typed_card(
    stem: str, answers: Sequence[str], told: str, losses: LossBook, place: str, *, wildcards: bool = True
) -> CardText | None:
    r"""Return a card whose first answer is to be typed; the others are told on the back.

    With `wildcards` a `*` stands for whatever is typed, and `\*` for itself.
    """
    if wildcards:
        if any("*" in answer.replace(r"\*", "") for answer in answers):
            losses.add("wildcards", "a typed answer is compared letter by letter", place)
        answers = [answer.replace(r"\*", "*") for answer in answers]
    given = [" ".join(answer.split()) for answer in answers if answer.strip()]
    if not stem.strip() or not given:
        losses.add("questions", "there is no answer, or no question", place)
        return None
    also = f"Also right: {'; '.join(given[1:])}" if len(given) > 1 else ""
    back = "\n\n".join(part for part in (told.strip(), also) if part)
    return CardText(kind=CardKind.TYPED, front=stem, back=back, answer=given[0])


def matching_card(
    stem: str, pairs: Sequence[tuple[str, str]], told: str, losses: LossBook, place: str
) -> CardText | None:
    """Return a table that asks for one row after the other."""
    rows = tuple((_line(left), _line(right)) for left, right in pairs if left.strip() and right.strip())
    left_over = sum(not left.strip() and bool(right.strip()) for left, right in pairs)
    if left_over:
        losses.add("responses that match nothing", "a table has no row for them", place, left_over)
    if not rows:
        losses.add("questions", "nothing is to be matched", place)
        return None
    front = stem.strip() or "Match."
    if len(rows) not in ROWS or 2 not in COLUMNS:
        listed = "\n".join(f"- {left}: {right}" for left, right in rows)
        return CardText(front=front, back="\n\n".join(part for part in (listed, told.strip()) if part))
    return CardText(kind=CardKind.TABLE, front=front, back=told.strip(), grid=Grid(("What", "Match"), rows))


def ordering_card(stem: str, steps: Sequence[str], told: str, losses: LossBook, place: str) -> CardText | None:
    """Return a card with the right order on its back, and the steps in the order of the alphabet on its front."""
    given = [_line(step) for step in steps if step.strip()]
    if len(given) < 2:
        losses.add("questions", "nothing is to be put in order", place)
        return None
    shown = "\n".join(f"- {step}" for step in sorted(given, key=str.casefold))
    right = "\n".join(f"{number}. {step}" for number, step in enumerate(given, 1))
    front = "\n\n".join(part for part in (stem.strip() or "Put in order.", shown) if part)
    return CardText(front=front, back="\n\n".join(part for part in (right, told.strip()) if part))


def open_card(stem: str, answer: str, losses: LossBook, place: str) -> CardText | None:
    """Return a plain card of a question that has a written answer."""
    if not stem.strip() or not answer.strip():
        losses.add("questions", "there is no answer to compare with", place)
        return None
    return CardText(front=stem.strip(), back=answer.strip())


def told_of_tolerance(losses: LossBook, place: str) -> None:
    """Note that a number has to be typed as it stands."""
    losses.add("tolerances of numbers", "a typed answer is compared digit by digit", place)


def reasons_of(answers: Sequence[Answer]) -> str:
    """Return what is said of each answer that anything is said of, as a list."""
    said = [answer for answer in answers if answer.reason.strip()]
    return "\n".join(f"- {_line(answer.text)}: {_line(answer.reason)}" for answer in said)


def joined(*texts: str) -> str:
    """Return those of `texts` that aren't blank, one below the other."""
    return "\n\n".join(text.strip() for text in texts if text.strip())


def _line(text: str) -> str:
    return " ".join(text.split())
