"""QTI 2.1 and 2.2: items on their own or in a package. Source: IMS QTI 2.2, item information model."""

import re
from collections.abc import Callable, Iterator
from typing import Final
from xml.etree.ElementTree import Element, tostring

from certdeck.core.own import CardText
from certdeck.importers.gift import Item
from certdeck.importers.losses import LossBook
from certdeck.importers.questions import (
    Answer,
    choice_card,
    joined,
    matching_card,
    open_card,
    ordering_card,
    typed_card,
)

Html = Callable[[str], str]
_VOID: Final = frozenset(("br", "hr", "img"))
_INTERACTIONS: Final = frozenset(
    (
        "choiceInteraction",
        "inlineChoiceInteraction",
        "orderInteraction",
        "matchInteraction",
        "associateInteraction",
        "textEntryInteraction",
        "extendedTextInteraction",
        "hottextInteraction",
        "gapMatchInteraction",
        "graphicGapMatchInteraction",
        "hotspotInteraction",
        "selectPointInteraction",
        "sliderInteraction",
        "uploadInteraction",
        "drawingInteraction",
        "mediaInteraction",
        "customInteraction",
    )
)


def read_items(root: Element, name: str, html: Html, losses: LossBook) -> Iterator[Item]:
    """Yield the items in an XML document; there may be several."""
    items = [root] if root.tag == "assessmentItem" else list(root.iter("assessmentItem"))
    for number, item in enumerate(items, 1):
        place = f"{name}{f', item {number}' if len(items) > 1 else ''}"
        yield Item(item.get("identifier") or place, "", _card(item, html, losses, place), number)


def _card(item: Element, html: Html, losses: LossBook, place: str) -> CardText | None:
    body = item.find("itemBody")
    found = [] if body is None else [part for part in body.iter() if part.tag in _INTERACTIONS]
    if item.find("templateProcessing") is not None or item.find("templateDeclaration") is not None:
        losses.add("questions", "they are made of other numbers each time", place)
        return None
    if body is None or len(found) != 1:
        losses.add("questions", "they ask nothing, or several things at once", place)
        return None
    interaction = found[0]
    _write_formulas(item, losses, place)
    aside = _take_aside(body)
    key = _key(item, interaction.get("responseIdentifier", "RESPONSE"))
    prompt = _html(interaction.find("prompt"), html)
    stem = "\n\n".join(part for part in (_stem(body, html), prompt) if part) or item.get("title", "")
    told = joined(*(_html(part, html) for part in (*aside, *item.findall("modalFeedback"))))
    return _of_kind(interaction, key, stem, told, html, losses, place)


def _of_kind(
    interaction: Element, key: list[str], stem: str, told: str, html: Html, losses: LossBook, place: str
) -> CardText | None:
    texts = {one.get("identifier", ""): _choice_text(one, html) for one in interaction.iter() if _is_choice(one)}
    match interaction.tag:
        case "choiceInteraction" | "inlineChoiceInteraction":
            answers = [Answer(text, name in key, _reason(interaction, name, html)) for name, text in texts.items()]
            return choice_card(stem, answers, told, losses, place)
        case "orderInteraction":
            return ordering_card(stem, [texts[name] for name in key if name in texts], told, losses, place)
        case "matchInteraction" | "associateInteraction":
            pairs = [pair.split() for pair in key]
            matched = [(texts.get(pair[0], ""), texts.get(pair[1], "")) for pair in pairs if len(pair) == 2]
            named = {name for pair in pairs for name in pair}
            matched += [("", text) for name, text in texts.items() if name not in named]
            return matching_card(stem, matched, told, losses, place)
        case "textEntryInteraction":
            # A gap in a paragraph of its own is where the answer is typed anyway.
            return typed_card(re.sub(r"\n\n(\\_){5}$", "", stem), key, told, losses, place, wildcards=False)
        case "extendedTextInteraction":
            return open_card(stem, "\n\n".join((*key, told)).strip(), losses, place)
    losses.add(f"{interaction.tag} questions", "Certdeck has no card for them", place)
    return None


def _take_aside(body: Element) -> list[Element]:
    """Take out of `body` what a candidate sees only after the answer, or never, and return it."""
    aside = []
    for part in [one for one in body.iter() if _is_aside(one)]:
        taken, tail = Element(part.tag), part.tail
        taken.text = part.text
        taken.extend(list(part))
        aside.append(taken)
        part.clear()
        part.tag, part.tail = "span", tail
    return aside


def _is_aside(element: Element) -> bool:
    if element.tag == "rubricBlock":
        return "candidate" not in (element.get("view") or "candidate").split()
    return element.tag == "feedbackBlock"


def _write_formulas(item: Element, losses: LossBook, place: str) -> None:
    """Put in place of MathML the TeX that stands beside it, which is all that can be shown."""
    for formula in list(item.iter("math")):
        notes = (one for one in formula.iter("annotation") if "tex" in one.get("encoding", "").lower())
        written = next((one.text or "" for one in notes), "")
        if not written:
            losses.add("formulas", "they are MathML without TeX beside it", place)
        tail = formula.tail
        formula.clear()
        formula.tag, formula.text, formula.tail = "span", f"\\({written}\\)" if written else "", tail


def _key(item: Element, response: str) -> list[str]:
    """Return what is right, as the declaration of `response` says it."""
    for declaration in item.findall("responseDeclaration"):
        if declaration.get("identifier") != response:
            continue
        right = [(value.text or "").strip() for value in declaration.findall("correctResponse/value")]
        mapped = [entry.get("mapKey", "") for entry in declaration.findall("mapping/mapEntry") if _above_zero(entry)]
        return right or mapped
    return []


def _above_zero(entry: Element) -> bool:
    try:
        return float(entry.get("mappedValue", "0")) > 0
    except ValueError:
        return False


def _is_choice(element: Element) -> bool:
    names = ("simpleChoice", "simpleAssociableChoice", "inlineChoice")
    return element.tag in names


def _choice_text(choice: Element, html: Html) -> str:
    return html("".join([_escaped(choice.text), *(_written(part) for part in choice if part.tag != "feedbackInline")]))


def _reason(interaction: Element, name: str, html: Html) -> str:
    choice = next((one for one in interaction.iter() if one.get("identifier") == name), None)
    return "" if choice is None else _html(choice.find("feedbackInline"), html)


def _stem(body: Element, html: Html) -> str:
    return html("".join([_escaped(body.text), *(_outside(part) for part in body)]))


def _outside(element: Element) -> str:
    """Write what stands beside the interaction; where one stands in the line there is a gap to fill."""
    if element.tag in _INTERACTIONS:
        inline = element.tag in ("textEntryInteraction", "inlineChoiceInteraction")
        return f"{' _____ ' if inline else ''}{_escaped(element.tail)}"
    inside = "".join([_escaped(element.text), *(_outside(part) for part in element)])
    attributes = "".join(f' {name}="{_escaped(value)}"' for name, value in element.attrib.items())
    # Browsers take `</br>` for another one.
    end = "" if element.tag in _VOID else f"</{element.tag}>"
    return f"<{element.tag}{attributes}>{inside}{end}{_escaped(element.tail)}"


def _html(element: Element | None, html: Html) -> str:
    if element is None:
        return ""
    return html("".join([_escaped(element.text), *map(_written, element)]))


def _written(element: Element) -> str:
    # As XML it would have empty elements that browsers take for the beginning of what follows.
    return tostring(element, encoding="unicode", method="html")


def _escaped(text: str | None) -> str:
    from html import escape

    return escape(text or "")
