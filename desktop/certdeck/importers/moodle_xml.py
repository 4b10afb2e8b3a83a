"""Moodle XML (https://docs.moodle.org/en/Moodle_XML_format)."""

import re
from collections.abc import Callable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from certdeck.core.own import CardText
from certdeck.importers.gift import Item
from certdeck.importers.losses import LossBook
from certdeck.importers.questions import (
    FULL,
    Answer,
    are_right,
    choice_card,
    joined,
    matching_card,
    open_card,
    ordering_card,
    reasons_of,
    told_of_tolerance,
    typed_card,
)
from certdeck.importers.safe_xml import inner_text

Html = Callable[[str], str]
_GAP: Final = re.compile(
    r"\{(?:\d*:)?(SHORTANSWER|SA|MW|NUMERICAL|NM|MULTICHOICE|MC|MULTIRESPONSE|MR)(?:_?[A-Z]{1,2})?:((?:\\.|[^\\}])*+)\}",
    re.DOTALL,
)
"""An embedded answer; the letters behind its kind say how it looks, and whether capitals count."""
_PICTURE: Final = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_EMBEDDED_SHARE: Final = re.compile(r"(=|%(-?\d+)%=?)")


def read_moodle(quiz: Element, html: Html, losses: LossBook, turn: Callable[[Element], None]) -> Iterator[Item]:
    """Yield the questions of a quiz. `turn` is told of each before its texts are read: it brings its own pictures."""
    category = ""
    for number, question in enumerate(quiz.iter("question"), 1):
        kind = question.get("type", "")
        if kind == "category":
            path = inner_text(question.find("category/text")).split("/")
            category = "::".join(part for part in path if part not in ("", "$course$", "top", "$module$", "$system$"))
            continue
        turn(question)
        stem = _text(question.find("questiontext"), html)
        name = inner_text(question.find("idnumber")) or inner_text(question.find("name"))
        place = f"question {number}{f' “{name[:40]}”' if name else ''}"
        # What a picture is called here hangs on those before it.
        words = " ".join(_PICTURE.sub("", stem).split())
        key = f"{name}: {words}" if not inner_text(question.find("idnumber")) else name
        tags = tuple("-".join(inner_text(tag).split()) for tag in question.findall("tags/tag") if inner_text(tag))
        _tell_of_hints(question, losses, place)
        yield Item(key, category, _card(question, kind, stem, html, losses, place), number, tags)


def _tell_of_hints(question: Element, losses: LossBook, place: str) -> None:
    hints = sum(bool(inner_text(hint.find("text"))) for hint in question.findall("hint"))
    if hints:
        losses.add("hints", "a card is asked once, and answered then", place, hints)


def _card(question: Element, kind: str, stem: str, html: Html, losses: LossBook, place: str) -> CardText | None:
    told = _text(question.find("generalfeedback"), html)
    match kind:
        case "multichoice" | "truefalse":
            several = inner_text(question.find("single")).lower() == "false"
            given = question.findall("answer")
            keys = are_right([_share(answer) for answer in given], losses, place, several=several)
            answers = [_answer(answer, html, right=key) for answer, key in zip(given, keys, strict=True)]
            return choice_card(stem, answers, told, losses, place)
        case "shortanswer" | "numerical":
            right = [one for one in question.findall("answer") if _share(one) > 0]
            right.sort(key=_share, reverse=True)
            if any(inner_text(one.find("tolerance")).strip("0.") for one in right):
                told_of_tolerance(losses, place)
            reasons = reasons_of([_answer(one, html, right=True) for one in question.findall("answer")])
            typed = [inner_text(one.find("text")) for one in right]
            return typed_card(stem, typed, joined(told, reasons), losses, place)
        case "matching" | "ddmatch":
            pairs = [
                (_text(one, html), html(inner_text(one.find("answer/text")))) for one in question.findall("subquestion")
            ]
            return matching_card(stem, pairs, told, losses, place)
        case "ordering":
            return ordering_card(stem, [_text(one, html) for one in question.findall("answer")], told, losses, place)
        case "essay" | "description":
            note = _text(question.find("graderinfo"), html)
            # Some, Certdeck among them, tell those who learn what they tell those who grade.
            answer = told if told.startswith(note) else joined(note, told)
            return open_card(stem, answer, losses, place)
        case "cloze":
            return _gaps(inner_text(question.find("questiontext/text")), told, html, losses, place)
    losses.add(f"{kind or 'nameless'} questions", "Certdeck has no card for them", place)
    return None


def _gaps(source: str, told: str, html: Html, losses: LossBook, place: str) -> CardText | None:
    """Return a cloze card of a question with embedded answers: the right one of each is the gap."""
    from certdeck.core.deck import CardKind

    count = 0

    def gap(found: re.Match[str]) -> str:
        nonlocal count
        text = _embedded(found[1], re.split(r"(?<!\\)~", found[2]))
        number, colon, tolerance = text.partition(":")
        if colon and found[1] in ("NUMERICAL", "NM"):
            text = number
            if tolerance.strip(" 0."):
                told_of_tolerance(losses, place)
        count += 1
        return f"{{{{c{count}::{text}}}}}" if text.strip() else "_____"

    # Behind the last brace nothing ends.
    last = source.rfind("}") + 1
    front = html(_GAP.sub(gap, source[:last]) + source[last:])
    if not count:
        losses.add("questions", "there is no answer, or no question", place)
        return None
    return CardText(kind=CardKind.CLOZE, front=front, back=told)


def _embedded(kind: str, answers: list[str]) -> str:
    """Return what is right of embedded answers: the first that is, or all of them where several are to be chosen."""
    several = kind in ("MULTIRESPONSE", "MR")
    shares = [_embedded_share(answer) for answer in answers]
    right = [one for one, share in zip(answers, shares, strict=True) if (share > 0 if several else share >= FULL)]
    chosen = right if several else right[:1]
    texts = [_EMBEDDED_SHARE.sub("", one.strip(), count=1).partition("#")[0] for one in chosen or answers[:1]]
    return re.sub(r"\\(.)", r"\1", ", ".join(texts))


def _embedded_share(answer: str) -> float:
    found = _EMBEDDED_SHARE.match(answer.strip())
    return 0.0 if found is None else float(found[2] or FULL)


def _answer(answer: Element, html: Html, *, right: bool) -> Answer:
    text = _text(answer, html)
    if text.lower() in ("true", "false"):
        text = text.capitalize()
    return Answer(text, right, _text(answer.find("feedback"), html))


def _share(answer: Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0


def _text(element: Element | None, html: Html) -> str:
    if element is None:
        return ""
    text = inner_text(element.find("text"))
    match element.get("format", "html"):
        case "markdown":
            return text
        case "plain_text":
            return html(text.replace("&", "&amp;").replace("<", "&lt;"))
        case _:
            return html(text)
