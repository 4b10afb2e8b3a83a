"""QTI 2.1 content packages: a zip of one XML file for each item and a manifest.

Source: IMS Question and Test Interoperability 2.1, Assessment Test, Section and Item Information Model.
"""

import re
import zipfile
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from certdeck.core.deck import Card, CardKind, ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question
from certdeck.exporters.anki.fields import as_question
from certdeck.exporters.atomic import replacing
from certdeck.exporters.entries import Losses, for_xml, is_flat, plain_sides, told
from certdeck.ports.exporting import PackageCount, Progress
from certdeck.ports.markup import Markup
from certdeck.ports.outgoing import Bundle

_NAMESPACE: Final = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_PACKAGE: Final = "http://www.imsglobal.org/xsd/imscp_v1p1"
_MATCH: Final = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
_VOID: Final = re.compile(r"<(br|hr|img)\b([^>]*?)\s*/?>")
_SOURCES: Final = "Sources, dates of the check and tags are not in the file."
_PICTURES: Final = "Pictures are named, not included."
_CARDS: Final = "Cards became questions with free text; their answer stands below as feedback."


class QtiExporter:
    """Writes QTI 2.1 packages (see `certdeck.ports.exporting.BundleExporter`)."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup

    def write(self, bundle: Bundle, target: Path, progress: Progress) -> PackageCount:
        """Write an assessment item for each item; pictures with covered parts and tables stay out."""
        losses = Losses()
        losses.add(_SOURCES)
        names: list[str] = []
        left_out = 0
        with replacing(target) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for out in told(bundle, progress):
                item = out.item
                if not is_flat(item):
                    left_out += 1
                    continue
                case = bundle.cases.get(item.scenario) if not isinstance(item, Card) and item.scenario else None
                name = _name(item.id)
                with archive.open(f"items/{name}.xml", "w") as entry:
                    entry.write(self._item(item, case.scenario.text if case else "", losses).encode())
                names.append(name)
            with archive.open("imsmanifest.xml", "w") as entry:
                entry.write(_manifest(names).encode())
        return PackageCount(len(names), len(names), left_out, lost=losses.all())

    def _item(self, item: Card | Question, case: str, losses: Losses) -> str:
        declared, asked = self._interaction(item, losses)
        title = item.id if isinstance(item, Card) else item.title
        told_after = self._feedback(item)
        shown_before = self._xml(case)
        if any("<img" in text for text in (shown_before, asked, told_after)):
            losses.add(_PICTURES)
        shown = (
            '<outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier">'
            "<defaultValue><value>TOLD</value></defaultValue></outcomeDeclaration>"
        )
        return for_xml(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<assessmentItem xmlns="{_NAMESPACE}" identifier={quoteattr(_name(item.id))} title={quoteattr(title)} '
            'adaptive="false" timeDependent="false">\n'
            f"{declared}\n"
            '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>\n'
            f"{shown if told_after else ''}\n"
            f"<itemBody>\n{shown_before}\n{asked}\n</itemBody>\n"
            f'<responseProcessing template="{_MATCH}"/>\n'
            f"{told_after}\n</assessmentItem>\n"
        )

    def _feedback(self, item: Card | Question) -> str:
        text = self._reasons(item)
        if not text:
            return ""
        return f'<modalFeedback outcomeIdentifier="FEEDBACK" identifier="TOLD" showHide="show">{text}</modalFeedback>'

    def _reasons(self, item: Card | Question) -> str:
        match item:
            case Card():
                return _as_xml(plain_sides(item, self._markup)[1])
            case ChoiceQuestion():
                reasoned = [option for option in item.options if option.rationale]
                listed = "".join(f"<li>{self._xml(one.text)}{self._xml(one.rationale)}</li>" for one in reasoned)
                return f"<ul>{listed}</ul>" if listed else ""
            case OrderingQuestion():
                return "".join(self._xml(step.rationale) for step in (*item.steps, *item.decoys))
            case MatchingQuestion():
                return "".join(self._xml(prompt.rationale) for prompt in item.prompts)

    def _interaction(self, item: Card | Question, losses: Losses) -> tuple[str, str]:
        match item:
            case ChoiceQuestion():
                return self._choice(item, item.stem)
            case OrderingQuestion():
                return self._order(item)
            case MatchingQuestion():
                return self._match(item)
            case Card():
                return self._card(item, losses)

    def _card(self, card: Card, losses: Losses) -> tuple[str, str]:
        if card.kind is CardKind.CHOICE:
            return self._choice(as_question(card), card.front)
        front = _as_xml(plain_sides(card, self._markup)[0])
        if card.kind is CardKind.TYPED:
            asked = f'{front}<p><textEntryInteraction responseIdentifier="RESPONSE"/></p>'
            return _declared("single", "string", [card.answer]), asked
        losses.add(_CARDS)
        asked = f'{front}<extendedTextInteraction responseIdentifier="RESPONSE"/>'
        return _declared("single", "string", []), asked

    def _choice(self, question: ChoiceQuestion, stem: str) -> tuple[str, str]:
        keys = [option.id for option in question.options if option.key]
        single = len(keys) == 1
        choices = "".join(
            f'<simpleChoice identifier="{_name(option.id)}" fixed="{str(option.pin_last).lower()}">'
            f"{self._xml(option.text)}</simpleChoice>"
            for option in question.options
        )
        asked = (
            f'{self._xml(stem)}<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" '
            f'maxChoices="{len(keys) if not single else 1}">{choices}</choiceInteraction>'
        )
        return _declared("single" if single else "multiple", "identifier", [_name(key) for key in keys]), asked

    def _order(self, question: OrderingQuestion) -> tuple[str, str]:
        steps = (*question.steps, *question.decoys)
        choices = "".join(
            f'<simpleChoice identifier="{_name(step.id)}">{self._xml(step.text)}</simpleChoice>' for step in steps
        )
        bounds = f' minChoices="{len(question.steps)}" maxChoices="{len(question.steps)}"' if question.decoys else ""
        asked = (
            f'{self._xml(question.stem)}<orderInteraction responseIdentifier="RESPONSE" shuffle="true"{bounds}>'
            f"{choices}</orderInteraction>"
        )
        return _declared("ordered", "identifier", [_name(step.id) for step in question.steps]), asked

    def _match(self, question: MatchingQuestion) -> tuple[str, str]:
        uses = len(question.prompts) if question.reuse else 1
        prompts = "".join(
            f'<simpleAssociableChoice identifier="P_{_name(prompt.id)}" matchMax="1">{self._xml(prompt.text)}'
            "</simpleAssociableChoice>"
            for prompt in question.prompts
        )
        responses = "".join(
            f'<simpleAssociableChoice identifier="R_{_name(response.id)}" matchMax="{uses}">{self._xml(response.text)}'
            "</simpleAssociableChoice>"
            for response in question.responses
        )
        asked = (
            f'{self._xml(question.stem)}<matchInteraction responseIdentifier="RESPONSE" shuffle="true" '
            f'maxAssociations="{len(question.prompts)}"><simpleMatchSet>{prompts}</simpleMatchSet>'
            f"<simpleMatchSet>{responses}</simpleMatchSet></matchInteraction>"
        )
        pairs = [f"P_{_name(prompt.id)} R_{_name(prompt.key)}" for prompt in question.prompts]
        return _declared("multiple", "directedPair", pairs), asked

    def _xml(self, text: str) -> str:
        """Write Markdown as XHTML: what HTML may leave open is closed, and only XML's own names are used."""
        return _as_xml(self._markup.html(self._markup.read(text)))


def _as_xml(html: str) -> str:
    return _VOID.sub(r"<\1\2/>", html).replace("&nbsp;", "&#160;")


def _declared(cardinality: str, kind: str, values: list[str]) -> str:
    right = "".join(f"<value>{escape(value)}</value>" for value in values)
    correct = f"<correctResponse>{right}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{kind}">{correct}'
        "</responseDeclaration>"
    )


def _name(text: str) -> str:
    """Return an identifier that QTI and a zip take; ids of items may hold dots and slashes."""
    return re.sub(r"[^A-Za-z0-9_.-]", "-", text)


def _manifest(names: list[str]) -> str:
    resources = "\n".join(
        f'<resource identifier="RES-{name}" type="imsqti_item_xmlv2p1" href="items/{name}.xml">'
        f'<file href="items/{name}.xml"/></resource>'
        for name in names
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest xmlns="{_PACKAGE}" identifier="CERTDECK">\n'
        "<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>\n"
        f"<organizations/>\n<resources>\n{resources}\n</resources>\n</manifest>\n"
    )
