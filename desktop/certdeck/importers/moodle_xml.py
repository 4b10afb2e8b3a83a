"""Moodle XML (https://docs.moodle.org/en/Moodle_XML_format)."""

import re
from collections.abc import Callable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from certdeck.core.own import CardText
from certdeck.importers.gift import Item
from certdeck.importers.losses import LossBook
from certdeck.importers.questions import Answer, choice_card, matching_card, open_card, ordering_card, typed_card
from certdeck.importers.safe_xml import inner_text

Html = Callable[[str], str]
_GAP: Final = re.compile(r"\{(?:\d+:)?(?:SHORTANSWER|SA|MW|NUMERICAL|NM|MULTICHOICE\w*|MC\w*):(.*?)\}", re.DOTALL)


def read_moodle(quiz: Element, html: Html, losses: LossBook) -> Iterator[Item]:
    """Yield the questions of a quiz."""
    category = ""
    for number, question in enumerate(quiz.iter("question"), 1):
        kind = question.get("type", "")
        if kind == "category":
            path = inner_text(question.find("category/text")).split("/")
            category = "::".join(part for part in path if part not in ("", "$course$", "top", "$module$", "$system$"))
            continue
        stem = _text(question.find("questiontext"), html)
        name = inner_text(question.find("idnumber")) or inner_text(question.find("name"))
        place = f"question {number}{f' “{name[:40]}”' if name else ''}"
        key = f"{name}: {' '.join(stem.split())}" if not inner_text(question.find("idnumber")) else name
        yield Item(key, category, _card(question, kind, stem, html, losses, place), number)


def _card(question: Element, kind: str, stem: str, html: Html, losses: LossBook, place: str) -> CardText | None:
    told = _text(question.find("generalfeedback"), html)
    match kind:
        case "multichoice" | "truefalse":
            answers = [_answer(answer, html) for answer in question.findall("answer")]
            return choice_card(stem, answers, told, losses, place)
        case "shortanswer" | "numerical":
            right = [one for one in question.findall("answer") if _share(one) > 0]
            right.sort(key=_share, reverse=True)
            return typed_card(stem, [inner_text(one.find("text")) for one in right], told, losses, place)
        case "matching" | "ddmatch":
            pairs = [
                (_text(one, html), html(inner_text(one.find("answer/text")))) for one in question.findall("subquestion")
            ]
            return matching_card(stem, pairs, told, losses, place)
        case "ordering":
            return ordering_card(stem, [_text(one, html) for one in question.findall("answer")], told, losses, place)
        case "essay" | "description":
            note = _text(question.find("graderinfo"), html)
            return open_card(stem, "\n\n".join(part for part in (note, told) if part), losses, place)
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
        answers = re.split(r"(?<!\\)~", found[1])
        right = next((one for one in answers if one.startswith(("=", "%100%"))), answers[0])
        text = re.sub(r"^(=|%\d+%=?)", "", right).partition("#")[0]
        count += 1
        return f"{{{{c{count}::{text}}}}}" if text.strip() else "_____"

    front = html(_GAP.sub(gap, source))
    if not count:
        losses.add("questions", "there is no answer, or no question", place)
        return None
    return CardText(kind=CardKind.CLOZE, front=front, back=told)


def _answer(answer: Element, html: Html) -> Answer:
    text = _text(answer, html)
    if text.lower() in ("true", "false"):
        text = text.capitalize()
    return Answer(text, _share(answer) > 0, _text(answer.find("feedback"), html))


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
