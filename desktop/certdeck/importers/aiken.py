"""Aiken: a question, answers with letters, and the letter of the right one (docs.moodle.org/en/Aiken_format)."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from certdeck.importers.gift import Item
from certdeck.importers.losses import LossBook
from certdeck.importers.questions import Answer, choice_card

_ANSWER: Final = re.compile(r"\s*([A-Za-z])[.)]\s+(.*)")
_RIGHT: Final = re.compile(r"\s*ANSWER:\s*([A-Z](?:\s*,\s*[A-Z])*)\s*$", re.IGNORECASE)


def read_aiken(text: str, escape: Callable[[str], str], losses: LossBook) -> Iterator[Item]:
    """Yield the questions of an Aiken file."""
    stem: list[str] = []
    answers: dict[str, str] = {}
    begun = 0
    for number, line in enumerate(text.split("\n"), 1):
        right, answer = _RIGHT.match(line), _ANSWER.match(line)
        if right:
            letters = set(re.findall("[A-Z]", right[1].upper()))
            given = [Answer(escape(text), letter in letters) for letter, text in answers.items()]
            question = escape(" ".join(stem))
            yield Item(question, "", choice_card(question, given, "", losses, f"line {begun or number}"), begun)
            stem, answers, begun = [], {}, 0
        elif answer and stem:
            answers[answer[1].upper()] = answer[2].strip()
        elif line.strip():
            if answers:
                losses.add("questions", "they have no ANSWER line", f"line {begun}")
                stem, answers, begun = [], {}, 0
            stem.append(line.strip())
            begun = begun or number
    if stem:
        losses.add("questions", "they have no ANSWER line", f"line {begun}")
