"""GIFT, Moodle XML, Aiken, QTI and Markdown."""

import zipfile
from pathlib import Path

import pytest

from certdeck.core.deck import CardKind
from certdeck.core.own import CardText
from certdeck.importers.files import Files
from certdeck.markup.from_html import markdown_of
from certdeck.ports.exporting import no_progress
from certdeck.ports.importing import Format, Plan
from tests.importers.anki_files import PNG
from tests.importers.unpacked import pictures

FILES = Files(markdown_of)


def read(folder: Path, text: str, name: str) -> Plan:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return FILES.read(file, FILES.format_of(file), no_progress)


def cards(plan: Plan) -> list[CardText]:
    return [note.text for note in plan.notes if note.text is not None]


def choices(text: CardText) -> dict[str, bool]:
    return {choice.text: choice.right for choice in text.choices}


GIFT = """// a remark
$CATEGORY: $course$/AWS/Storage

::Objects:: Which service stores objects? {
  =S3 #Right: it is for objects.
  ~EBS #Blocks.
  ~%-50%EFS
}

::Both:: Which are serverless? {~%50%Lambda ~%50%S3 ~%-100%EC2 #### All are in Region.}

S3 is regional. {TRUE}

Function as a service? {=Lambda =AWS Lambda}

How many nines? {#11:0}

Match. {=S3 -> objects =EBS -> blocks =EFS -> files}

Amazon {=SQS} is a queue.

Why? {}

Just a text.

Is 1 \\= 1 and a\\{b\\}? {=yes\\: so ~no}
"""


def test_gift(tmp_path: Path) -> None:
    plan = read(tmp_path, GIFT, "quiz.gift")
    made = cards(plan)
    assert [card.kind.value for card in made] == [
        *("choice", "choice", "choice", "typed", "typed", "table", "typed", "choice"),
    ]
    assert {note.deck for note in plan.notes} == {"AWS::Storage"}
    assert choices(made[0]) == {"S3": True, "EBS": False, "EFS": False}
    assert made[0].back == "- S3: Right: it is for objects.\n- EBS: Blocks."
    assert choices(made[1]) == {"Lambda": True, "S3": True, "EC2": False}
    assert made[1].back == "All are in Region."
    assert choices(made[2]) == {"True": True, "False": False}
    assert (made[3].answer, made[3].back) == ("Lambda", "Also right: AWS Lambda")
    assert made[4].answer == "11"
    assert made[5].grid is not None
    assert made[5].grid.rows == (("S3", "objects"), ("EBS", "blocks"), ("EFS", "files"))
    assert made[6].front == "Amazon \\_\\_\\_\\_\\_ is a queue."
    assert made[7].front == "Is 1 = 1 and a{b}?"
    assert choices(made[7]) == {"yes: so": True, "no": False}
    assert [(loss.what, loss.count) for loss in plan.losses] == [("questions", 1), ("texts", 1)]


def test_aiken(tmp_path: Path) -> None:
    text = "Which service stores *objects*?\nA. S3\nB. EBS\nC) EFS\nANSWER: A\n\nNo answer?\nA. x\nB. y\n"
    plan = read(tmp_path, text, "quiz.txt")
    assert plan.format is Format.AIKEN
    (card,) = cards(plan)
    assert card.front == "Which service stores \\*objects\\*?"
    assert choices(card) == {"S3": True, "EBS": False, "EFS": False}
    assert [(loss.what, loss.where) for loss in plan.losses] == [("questions", "line 7")]


MOODLE = """<?xml version="1.0"?><quiz>
<question type="category"><category><text>$course$/top/AWS</text></category></question>
<question type="multichoice"><name><text>One</text></name>
<questiontext format="html"><text><![CDATA[<p>Which <b>stores</b>?</p><script>x()</script>]]></text></questiontext>
<generalfeedback><text>Told.</text></generalfeedback>
<answer fraction="100"><text>S3</text><feedback><text>Yes.</text></feedback></answer>
<answer fraction="0"><text>EBS</text></answer></question>
<question type="truefalse"><name><text>Two</text></name><questiontext><text>So?</text></questiontext>
<answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>
<question type="shortanswer"><name><text>3</text></name><questiontext><text>What?</text></questiontext>
<answer fraction="50"><text>b</text></answer><answer fraction="100"><text>a</text></answer></question>
<question type="matching"><name><text>4</text></name><questiontext><text>Match</text></questiontext>
<subquestion><text>S3</text><answer><text>objects</text></answer></subquestion>
<subquestion><text>EBS</text><answer><text>blocks</text></answer></subquestion></question>
<question type="cloze"><name><text>5</text></name>
<questiontext><text>S3 is {1:SHORTANSWER:=object~block} storage.</text></questiontext></question>
<question type="ordering"><name><text>6</text></name><questiontext><text>Order</text></questiontext>
<answer><text>b</text></answer><answer><text>a</text></answer></question>
<question type="calculated"><name><text>7</text></name><questiontext><text>2+{a}</text></questiontext></question>
</quiz>"""


def test_moodle(tmp_path: Path) -> None:
    plan = read(tmp_path, MOODLE, "quiz.xml")
    assert plan.format is Format.MOODLE
    made = cards(plan)
    assert [card.kind.value for card in made] == ["choice", "choice", "typed", "table", "cloze", "basic"]
    assert (made[0].front, made[0].back) == ("Which **stores**?", "Told.\n\n- S3: Yes.")
    assert choices(made[1]) == {"True": False, "False": True}
    assert (made[2].answer, made[2].back) == ("a", "Also right: b")
    assert made[4].front == "S3 is {{c1::object}} storage."
    assert (made[5].front, made[5].back) == ("Order\n\n- a\n- b", "1. b\n2. a")
    assert {note.deck for note in plan.notes} == {"AWS"}
    assert {loss.what for loss in plan.losses} == {"scripts and forms", "calculated questions"}


def item(name: str, key: str, interaction: str) -> str:
    values = "".join(f"<value>{value}</value>" for value in key.split(";"))
    return f"""<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="{name}" title="T">
    <responseDeclaration identifier="RESPONSE" cardinality="multiple" baseType="identifier">
    <correctResponse>{values}</correctResponse></responseDeclaration>
    <itemBody><p>A case.</p>{interaction}</itemBody></assessmentItem>"""


CHOICE = """<choiceInteraction responseIdentifier="RESPONSE"><prompt>Which?</prompt>
<simpleChoice identifier="A">S3<feedbackInline identifier="A">Objects.</feedbackInline></simpleChoice>
<simpleChoice identifier="B">E<b>B</b>S <img src="media/p.png" alt="p"/></simpleChoice></choiceInteraction>"""
ORDER = """<orderInteraction responseIdentifier="RESPONSE"><simpleChoice identifier="A">one</simpleChoice>
<simpleChoice identifier="B">two</simpleChoice></orderInteraction>"""
MATCH = """<matchInteraction responseIdentifier="RESPONSE"><simpleMatchSet>
<simpleAssociableChoice identifier="A">S3</simpleAssociableChoice></simpleMatchSet><simpleMatchSet>
<simpleAssociableChoice identifier="X">objects</simpleAssociableChoice></simpleMatchSet></matchInteraction>"""
ENTRY = '<p>Type <textEntryInteraction responseIdentifier="RESPONSE"/> now.</p>'


def test_a_qti_package(tmp_path: Path) -> None:
    file = tmp_path / "test.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("imsmanifest.xml", "<manifest/>")
        archive.writestr("items/a.xml", item("a", "A", CHOICE))
        archive.writestr("items/b.xml", item("b", "B;A", ORDER))
        archive.writestr("items/c.xml", item("c", "A X", MATCH))
        archive.writestr("items/d.xml", item("d", "Lambda", ENTRY))
        archive.writestr("items/e.xml", item("e", "A", "<hotspotInteraction/>"))
        archive.writestr("items/media/p.png", PNG)
    plan = FILES.read(file, FILES.format_of(file), no_progress)
    assert plan.format is Format.QTI
    made = cards(plan)
    assert [card.kind.value for card in made] == ["choice", "basic", "table", "typed"]
    assert made[0].front == "A case.\n\nWhich?"
    assert choices(made[0]) == {"S3": True, "E**B**S ![p](import-picture-0.png)": False}
    assert made[0].back == "- S3: Objects."
    assert made[1].back == "1. two\n2. one"
    assert made[3].front == "A case.\n\nType \\_\\_\\_\\_\\_ now."
    assert made[3].answer == "Lambda"
    assert [loss.what for loss in plan.losses] == ["hotspotInteraction questions"]
    assert [file.name for _, file in pictures(FILES, plan) if isinstance(file, Path)] == ["p.png"]


def test_a_qti_item_on_its_own(tmp_path: Path) -> None:
    plan = read(tmp_path, item("a", "A", CHOICE), "a.xml")
    assert plan.format is Format.QTI
    assert [card.kind for card in cards(plan)] == [CardKind.CHOICE]


MARKDOWN = """# AWS

## What is S3?

Object *storage*.

tags: s3 storage

## Gaps

{{c1::EBS}} stores {{c2::blocks}}.

## Which are serverless?

- [x] Lambda
- [ ] EC2

Told.

# Asked

Q: What is
SQS?
A: A queue.

Q: And SNS?
A: Topics.

## Empty
"""


def test_markdown(tmp_path: Path) -> None:
    plan = read(tmp_path, MARKDOWN, "cards.md")
    made = cards(plan)
    assert [(card.kind.value, card.front) for card in made] == [
        ("basic", "What is S3?"),
        ("cloze", "**Gaps**\n\n{{c1::EBS}} stores {{c2::blocks}}."),
        ("choice", "Which are serverless?"),
        ("basic", "What is\nSQS?"),
        ("basic", "And SNS?"),
    ]
    assert [note.deck for note in plan.notes] == ["AWS", "AWS", "AWS", "Asked", "Asked"]
    assert next(iter(plan.notes)).tags == ("s3", "storage")
    assert made[2].back == "Told."


@pytest.mark.parametrize("name", ["a.gift", "a.md", "a.txt"])
def test_a_name_is_the_same_at_every_import(tmp_path: Path, name: str) -> None:
    text = {"a.gift": GIFT, "a.md": MARKDOWN, "a.txt": "Q?\nA. x\nB. y\nANSWER: A\n"}[name]
    assert [note.key for note in read(tmp_path, text, name).notes] == [
        note.key for note in read(tmp_path, text, name).notes
    ]
