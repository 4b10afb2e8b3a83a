r"""Cards in Markdown: a heading for each question and its answer below it, or `Q:` and `A:` lines.

A heading above headings with cards is a deck's path. A text with `{{c1::gaps}}` becomes a cloze card; a list of
`- [x]` and `- [ ]` gives answers to choose from. A line `tags: a b` gives tags.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from certdeck.core.card_rules import gap_numbers
from certdeck.core.deck import CardKind
from certdeck.core.incoming import Note
from certdeck.core.own import CardText
from certdeck.importers.losses import LossBook
from certdeck.importers.questions import Answer, choice_card, joined

_HEADING: Final = re.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_FENCE: Final = re.compile(r"\s*(```|~~~)")
_ASKED: Final = re.compile(r"\s*Q(?:uestion)?:\s*(.*)", re.IGNORECASE)
_TOLD: Final = re.compile(r"\s*A(?:nswer)?:\s*(.*)", re.IGNORECASE)
_TAGS: Final = re.compile(r"\s*tags:\s*(.*)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"\s*<!--.*-->\s*$")
_CHOICE: Final = re.compile(r"\s*[-*]\s+\[([ xX])\]\s+(.*)")


def read_markdown(text: str, losses: LossBook) -> Iterator[Note]:
    """Yield the cards of a Markdown file. Of those that ask the same the first has the name that the others number."""
    seen: Counter[str] = Counter()
    for note in _notes(text, losses):
        seen[note.key] += 1
        yield note if seen[note.key] == 1 else note._replace(key=f"{note.key}#{seen[note.key]}")


def _notes(text: str, losses: LossBook) -> Iterator[Note]:
    for path, heading, body, line in _sections(text):
        lines, tags = _without_tags(body)
        place = f"line {line}"
        if any(_ASKED.match(one) for one, is_code in _told_apart(lines) if not is_code):
            for front, back in _asked(lines):
                yield from _note(path + [heading] * bool(heading), front, back, tags, losses, place)
        elif "".join(lines).strip():
            yield from _note(path, heading, "\n".join(lines).strip(), tags, losses, place)


def _sections(text: str) -> Iterator[tuple[list[str], str, list[str], int]]:
    """Yield each heading with those above it, the lines below it, and its line."""
    path: list[tuple[int, str]] = []
    body: list[str] = []
    begun = 1
    for number, (line, is_code) in enumerate(_told_apart(text.split("\n")), 1):
        heading = None if is_code else _HEADING.match(line)
        if heading is None:
            body.append(line)
            continue
        yield [name for _, name in path[:-1]], path[-1][1] if path else "", body, begun
        level = len(heading[1])
        path = [*(entry for entry in path if entry[0] < level), (level, heading[2])]
        body, begun = [], number
    yield [name for _, name in path[:-1]], path[-1][1] if path else "", body, begun


def _told_apart(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it is code, which may look like anything else."""
    fenced = False
    for line in lines:
        fenced ^= bool(_FENCE.match(line))
        yield line, fenced


def _without_tags(lines: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return the lines that say something, and the tags."""
    kept: list[str] = []
    found: list[str] = []
    for line, is_code in _told_apart(lines):
        tags = None if is_code else _TAGS.match(line)
        if tags:
            found.append(tags[1])
        elif is_code or not _COMMENT.match(line):
            kept.append(line)
    return kept, tuple(" ".join(found).replace("#", "").split())


def _asked(lines: list[str]) -> Iterator[tuple[str, str]]:
    front: list[str] = []
    back: list[str] | None = None
    for line, is_code in _told_apart(lines):
        asked, told = (None, None) if is_code else (_ASKED.match(line), _TOLD.match(line))
        if asked:
            if front:
                yield "\n".join(front).strip(), "\n".join(back or []).strip()
            front, back = [asked[1]], None
        elif told and front and back is None:
            back = [told[1]]
        elif front:
            (front if back is None else back).append(line)
    if front:
        yield "\n".join(front).strip(), "\n".join(back or []).strip()


def _note(
    path: list[str], front: str, back: str, tags: tuple[str, ...], losses: LossBook, place: str
) -> Iterator[Note]:
    text = _card(front, back, losses, place)
    if text is None:
        return
    deck = "::".join(part.replace("::", ":") for part in path)
    yield Note(f"markdown:{' '.join(front.split() or back.split())}", "", deck, (), tags, text, place=place)


def _chosen(text: str) -> tuple[str, list[Answer], str]:
    """Return what stands before answers to choose from, these, each with what is set in below it, and what follows."""
    asked: list[str] = []
    answers: list[Answer] = []
    told: list[str] = []
    for line, is_code in _told_apart(text.split("\n")):
        found = None if is_code else _CHOICE.match(line)
        if found:
            answers.append(Answer(found[2], found[1] != " "))
        elif answers and not told and line.startswith("  ") and line.strip():
            last = answers[-1]
            answers[-1] = Answer(last.text, last.right, f"{last.reason} {line.strip()}".strip())
        elif answers:
            told.append(line)
        else:
            asked.append(line)
    return "\n".join(asked).strip(), answers, "\n".join(told).strip()


def _card(front: str, back: str, losses: LossBook, place: str) -> CardText | None:
    if gap_numbers(back) and not gap_numbers(front):
        front, back = f"**{front}**\n\n{back}" if front else back, ""
    if gap_numbers(front):
        return CardText(kind=CardKind.CLOZE, front=front, back=back)
    asked, answers, told = _chosen(back)
    if len(answers) > 1 and front:
        return choice_card(joined(front, asked), answers, told, losses, place)
    if front and back:
        return CardText(front=front, back=back)
    losses.add("texts", "they have no heading to ask, or nothing below it", place)
    return None
