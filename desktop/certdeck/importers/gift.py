"""Moodle's GIFT (https://docs.moodle.org/en/GIFT_format)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from certdeck.core.own import CardText
from certdeck.importers.losses import LossBook
from certdeck.importers.questions import (
    FULL,
    Answer,
    are_right,
    choice_card,
    joined,
    matching_card,
    open_card,
    reasons_of,
    told_of_tolerance,
    typed_card,
)

Html = Callable[[str], str]

_ESCAPED: Final = re.compile(r"\\([~=#{}:\\n])")
_HIDDEN: Final = {sign: chr(0xE000 + place) for place, sign in enumerate("~=#{}:\\")}
_TAGGED: Final = "\ue010"
"""Stands before the tags of a question while its comments are taken out."""
_TAG_LINE: Final = re.compile(f"^{_TAGGED}(.*)$", re.MULTILINE)
_TAG: Final = re.compile(r"\[tag:((?:\\.|[^\]\\])*)\]")
_SHOWN: Final = str.maketrans({hidden: sign for sign, hidden in _HIDDEN.items()})
_TITLE: Final = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORMAT: Final = re.compile(r"\s*\[(html|moodle|plain|markdown)\]\s*", re.IGNORECASE)
_WEIGHT: Final = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{1,6})?)%")
_TRUTH: Final = re.compile(r"\s*(TRUE|FALSE|T|F)\s*(#|$)", re.IGNORECASE)
_LONGEST: Final = 200_000
"""Characters of a question."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question: what the file calls it, its category, its card (None of one that can't come), its line and tags."""

    name: str
    category: str
    text: CardText | None
    line: int
    tags: tuple[str, ...] = ()


def read_gift(text: str, html: Html, losses: LossBook) -> Iterator[Item]:
    """Yield the questions of a GIFT file."""
    category = ""
    text = text.translate(dict.fromkeys(map(ord, (*_HIDDEN.values(), _TAGGED))))
    text = "\n".join(_comment(line) if line.lstrip().startswith("//") else line for line in text.split("\n"))
    line = 1
    for block in re.split(r"(\n[ \t]*\n)", text):
        tags = tuple(" ".join(_TAG_LINE.findall(block)).split())
        block = _TAG_LINE.sub("", block)
        place, line = line + len(block) - len(block.lstrip("\n")), line + block.count("\n")
        block = block.strip()
        if not block:
            continue
        if block.startswith("$CATEGORY:"):
            head, _, block = block.partition("\n")
            category = "::".join(part for part in head[10:].strip().split("/") if part not in ("", "$course$", "top"))
        if block.strip():
            yield _item(block.strip(), category, tags, html, losses, place)


def _comment(line: str) -> str:
    """Return what counts of a comment: the tags of the question below it."""
    tags = ["-".join(re.sub(r"\\(.)", r"\1", tag).split()) for tag in _TAG.findall(line)]
    return f"{_TAGGED}{' '.join(tags)}" if any(tags) else ""


def _item(block: str, category: str, tags: tuple[str, ...], html: Html, losses: LossBook, line: int) -> Item:
    place = f"line {line}"
    if len(block) > _LONGEST:
        losses.add("questions", "they are longer than any question", place)
        return Item("", category, None, line)
    block = _ESCAPED.sub(lambda found: _HIDDEN.get(found[1], "\n"), block)
    title = _TITLE.match(block)
    name = _plain(title[1]).strip() if title else ""
    block = block[title.end() :] if title else block
    form = _FORMAT.match(block)
    block = block[form.end() :] if form else block
    read = _reader(form[1].lower() if form else "moodle", html)
    begin, end = block.find("{"), block.rfind("}")
    if begin < 0 or end < begin:
        losses.add("texts", "they ask nothing", place)
        return Item(name, category, None, line)
    before, inside, after = block[:begin].strip(), block[begin + 1 : end].strip(), block[end + 1 :].strip()
    stem = read(f"{before} _____ {after}" if after else before)
    inside, _, told = inside.partition("####")
    card = _card(stem, inside, read(told), read, losses, place)
    return Item(name or " ".join(stem.split()), category, card, line, tags)


def _card(stem: str, inside: str, told: str, read: Html, losses: LossBook, place: str) -> CardText | None:
    inside = inside.strip()
    if not inside:
        return open_card(stem, told, losses, place)
    if inside.startswith("#"):
        given = _numbers(inside[1:])
        numbers = [_number(_split(part)[0], losses, place) for part in _best_first(given)]
        said = reasons_of([Answer(read(text), True, read(reason)) for text, _, reason in map(_split, given)])
        return typed_card(stem, numbers, joined(told, said), losses, place)
    truth = _TRUTH.match(inside)
    if truth:
        right = truth[1].upper().startswith("T")
        answers = [Answer("True", right), Answer("False", not right)]
        reasons = [read(part) for part in inside.split("#")[1:] if part.strip()]
        return choice_card(stem, answers, "\n\n".join((*reasons, told)), losses, place)
    parts = re.findall(r"([=~])([^=~]*)", inside)
    if parts and all("->" in part for sign, part in parts if sign == "="):
        pairs = [part.partition("->") for sign, part in parts if sign == "="]
        if pairs:
            return matching_card(stem, [(read(left), read(right)) for left, _, right in pairs], told, losses, place)
    if not any(sign == "~" for sign, _ in parts):
        given = [_plain(_split(part)[0]).strip() for part in _best_first(_all(parts))]
        said = reasons_of([Answer(read(text), True, read(reason)) for text, _, reason in map(_split, _all(parts))])
        return typed_card(stem, given, joined(told, said), losses, place)
    right = are_right([_share(sign, part) for sign, part in parts], losses, place, several=False)
    split = [_split(part) for part in _all(parts)]
    answers = [
        Answer(read(text), is_right, read(reason)) for (text, _, reason), is_right in zip(split, right, strict=True)
    ]
    return choice_card(stem, answers, told, losses, place)


def _all(parts: list[tuple[str, str]]) -> list[str]:
    return [part for _, part in parts]


def _best_first(parts: list[str]) -> list[str]:
    """Return answers to be typed that give any credit, those with the most of it first."""
    shares = [_split(part)[1] if _WEIGHT.match(part) else FULL for part in parts]
    ranked = sorted(zip(shares, parts, strict=True), key=lambda one: -one[0])
    return [part for share, part in ranked if share > 0]


def _share(sign: str, part: str) -> float:
    """Return the share of the credit in percent: all of it behind `=`, unless it says another one."""
    return _split(part)[1] or (FULL if sign == "=" else 0.0)


def _split(part: str) -> tuple[str, float, str]:
    """Return text, weight in percent, and reason of an answer."""
    weight = _WEIGHT.match(part)
    text, _, reason = (part[weight.end() :] if weight else part).partition("#")
    return text, float(weight[1]) if weight else 0.0, reason


def _numbers(inside: str) -> list[str]:
    return re.findall(r"=([^=~]*)", inside) or [inside]


def _number(text: str, losses: LossBook, place: str) -> str:
    """Return a number to be typed: `3.14:0.01` and `1..5` say how exact it has to be."""
    plain = _plain(text).strip()
    low, dots, high = plain.partition("..")
    number, _, tolerance = plain.partition(":")
    if dots or tolerance.strip(" 0."):
        told_of_tolerance(losses, place)
    return f"{low.strip()} to {high.strip()}" if dots else number.strip()


def _plain(text: str) -> str:
    return text.translate(_SHOWN)


def _reader(form: str, html: Html) -> Html:
    def read(text: str) -> str:
        plain = _plain(text).strip()
        return plain if form == "markdown" else html(plain if form != "plain" else plain.replace("<", "&lt;"))

    return read
