"""GIFT, Moodle XML, Aiken, QTI and Markdown."""

import zipfile
from base64 import b64encode
from pathlib import Path

import pytest

from certdeck.core.deck import CardKind
from certdeck.core.errors import ImportRefused
from certdeck.core.own import CardText
from certdeck.importers.files import Files
from certdeck.markup.from_html import markdown_of
from certdeck.ports.exporting import no_progress
from certdeck.ports.importing import Format, Loss, Plan
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


def test_an_answer_with_a_part_of_the_credit_is_wrong_where_one_is_to_be_chosen(tmp_path: Path) -> None:
    plan = read(tmp_path, "Which one? {=S3 ~%50%EFS ~EBS}\n\nWhich two? {~%50%S3 ~%50%EFS ~%-50%EBS}\n", "a.gift")
    assert [choices(card) for card in cards(plan)] == [
        {"S3": True, "EFS": False, "EBS": False},
        {"S3": True, "EFS": True, "EBS": False},
    ]
    assert [(loss.what, loss.where) for loss in plan.losses] == [("partial credit", "line 1")]
    one = """<quiz><question type="multichoice"><name><text>1</text></name>
    <questiontext><text>Which?</text></questiontext><single>SINGLE</single>
    <answer fraction="100"><text>S3</text></answer><answer fraction="50"><text>EFS</text></answer></question></quiz>"""
    assert choices(cards(read(tmp_path, one.replace("SINGLE", "true"), "a.xml"))[0]) == {"S3": True, "EFS": False}
    assert choices(cards(read(tmp_path, one.replace("SINGLE", "false"), "b.xml"))[0]) == {"S3": True, "EFS": True}


def test_what_a_typed_answer_and_a_table_can_not_hold_is_told(tmp_path: Path) -> None:
    text = """Pi? {#3.14159:0.005}

Nines? {#11:0}

Between? {#1..5}

Capital? {=Paris#Right. =Par*}

Match {=a -> 1 =b -> 2 = -> 3}
"""
    plan = read(tmp_path, text, "quiz.gift")
    made = cards(plan)
    assert [card.answer for card in made[:4]] == ["3.14159", "11", "1 to 5", "Paris"]
    assert made[3].back == "- Paris: Right.\n\nAlso right: Par*"
    assert [(loss.what, loss.count, loss.where) for loss in plan.losses] == [
        ("tolerances of numbers", 2, "line 1"),
        ("wildcards", 1, "line 7"),
        ("responses that match nothing", 1, "line 9"),
    ]


def test_a_moodle_question_brings_its_own_pictures_its_tags_and_its_reasons(tmp_path: Path) -> None:
    def asked(number: int, content: str) -> str:
        return f"""<question type="numerical"><name><text>{number}</text></name><questiontext format="html">
        <text><![CDATA[<p>Read <img src="@@PLUGINFILE@@/my%20plot.png"></p>]]></text>
        <file name="my plot.png" path="/" encoding="base64">{content}</file></questiontext>
        <answer fraction="100"><text>3</text><tolerance>0.1</tolerance><feedback><text>Yes.</text></feedback></answer>
        <hint><text>Look.</text></hint><tags><tag><text>a plot</text></tag></tags></question>"""

    png = b64encode(PNG).decode()
    plan = read(tmp_path, f"<quiz>{asked(1, png)}{asked(2, 'no, base64')}</quiz>", "quiz.xml")
    notes = list(plan.notes)
    assert [note.tags for note in notes] == [("a-plot",)] * 2
    assert [note.key for note in notes] == ["moodle:1: Read", "moodle:2: Read"]
    assert [card.front for card in cards(plan)] == [f"Read ![](import-picture-{place}.png)" for place in range(2)]
    assert cards(plan)[0].back == "- 3: Yes."
    assert [(loss.what, loss.count) for loss in plan.losses] == [("hints", 2), ("tolerances of numbers", 2)]
    unpacked = dict(pictures(FILES, plan))
    first, second = (unpacked[picture] for picture in plan.pictures)
    assert isinstance(first, Path)
    assert second == Loss("picture my plot.png", "it is damaged")


def test_embedded_answers_of_every_kind_become_gaps(tmp_path: Path) -> None:
    asked = r"{1:MCVS:no~=one#fb} {:NM:=23.8:0.1} {1:SHORTANSWER_C:%100%Abc~%50%abc} {2:MRH:=x~y~%50%z} {1:SA:=a\}b}"
    text = f"""<quiz><question type="cloze"><name><text>1</text></name>
    <questiontext><text>{asked}</text></questiontext></question></quiz>"""
    plan = read(tmp_path, text, "quiz.xml")
    assert cards(plan)[0].front == "{{c1::one}} {{c2::23.8}} {{c3::Abc}} {{c4::x, z}} {{c5::a}b}}"
    assert [loss.what for loss in plan.losses] == ["tolerances of numbers"]


def package(target: Path, **documents: str) -> Plan:
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("imsmanifest.xml", "<manifest/>")
        for name, content in documents.items():
            archive.writestr(f"{name}/item.xml", content)
            archive.writestr(f"{name}/media/p.png", PNG)
    return FILES.read(target, FILES.format_of(target), no_progress)


def test_pictures_of_one_name_in_two_folders_of_a_qti_package_are_two(tmp_path: Path) -> None:
    plan = package(tmp_path / "test.zip", a=item("a", "A", CHOICE), b=item("b", "B", CHOICE))
    assert [picture.entry for picture in plan.pictures] == ["a/media/p.png", "b/media/p.png"]
    assert [card.choices[1].text for card in cards(plan)] == [
        f"E**B**S ![p](import-picture-{place}.png)" for place in (0, 1)
    ]


def test_a_qti_stem_does_not_tell_the_answer(tmp_path: Path) -> None:
    body = f"""<rubricBlock view="scorer tutor"><p>Key: A.</p></rubricBlock>Look <feedbackBlock identifier="A">
    <p>Right.</p></feedbackBlock>here. <rubricBlock view="candidate"><p>Choose.</p></rubricBlock>{CHOICE}"""
    (card,) = cards(read(tmp_path, item("a", "A", body), "a.xml"))
    assert card.front == "A case.\n\nLook here.\n\nChoose.\n\nWhich?"
    assert card.back == "Key: A.\n\nRight.\n\n- S3: Objects."


def test_formulas_of_qti_come_as_their_tex_or_are_told(tmp_path: Path) -> None:
    tex = "<semantics><mi>x</mi><annotation encoding='application/x-tex'>x^2</annotation></semantics>"
    body = f"<p>Is <math>{tex}</math> or <math><mi>y</mi></math> right?</p>{CHOICE}"
    plan = read(tmp_path, item("a", "A", body), "a.xml")
    assert cards(plan)[0].front == "A case.\n\nIs $x^2$ or  right?\n\nWhich?"
    assert [loss.what for loss in plan.losses] == ["formulas", "pictures"]


def test_a_qti_question_that_is_made_of_other_numbers_each_time_is_told(tmp_path: Path) -> None:
    template = item("a", "A", CHOICE).replace("<itemBody>", "<templateDeclaration identifier='N'/><itemBody>")
    plan = read(tmp_path, template, "a.xml")
    assert (cards(plan), [loss.what for loss in plan.losses]) == ([], ["questions"])


@pytest.mark.parametrize(("version", "text"), [("1.2", "<questestinterop/>"), ("3.0", "<qti-assessment-item/>")])
def test_another_version_of_qti_is_refused_by_its_number(tmp_path: Path, version: str, text: str) -> None:
    with pytest.raises(ImportRefused, match=f"it is QTI {version}, and only 2.1 and 2.2 can be read"):
        read(tmp_path, text, "a.xml")
    with pytest.raises(ImportRefused, match=f"it is QTI {version}"):
        package(tmp_path / "test.zip", a=text)


def test_headings_of_one_name_below_different_ones_are_different_cards(tmp_path: Path) -> None:
    plan = read(tmp_path, "# S3\n## Limits\n5 TB\n# SQS\n## Limits\n1 MB\n", "cards.md")
    assert [(note.deck, note.key) for note in plan.notes] == [
        ("S3", "markdown:Limits"),
        ("SQS", "markdown:Limits#2"),
    ]


def test_an_export_of_certdeck_without_a_version_is_not_called_a_later_one(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="it does not say which version of the format it has"):
        read(tmp_path, '{"format": "certdeck"}', "a.json")


def test_of_answers_to_be_typed_that_with_the_most_credit_is_asked(tmp_path: Path) -> None:
    plan = read(tmp_path, "Word? {=%50%nearly =right =%0%no}\n\nNumber? {# =%50%3#Half. =%100%4 ~#No.}\n", "typed.gift")
    word, number = (note.text for note in plan.notes)
    assert word is not None
    assert number is not None
    assert (word.answer, word.back) == ("right", "Also right: nearly")
    assert (number.answer, number.back) == ("4", "- 3: Half.\n\nAlso right: 3")


def test_aiken_in_small_letters_runs_into_no_other_question(tmp_path: Path) -> None:
    plan = read(tmp_path, "One?\na. x\nb) y\nANSWER: b\n\nTwo?\nA. x\nB. y\nAnswer: A\n", "small.txt")
    cards = [note.text for note in plan.notes]
    assert [card and (card.front, [one.right for one in card.choices]) for card in cards] == [
        ("One?", [False, True]),
        ("Two?", [True, False]),
    ]


def test_a_single_box_to_tick_is_nothing_to_choose_from(tmp_path: Path) -> None:
    plan = read(tmp_path, "# Steps\n\nDo this:\n\n- [x] all\n", "boxes.md")
    (note,) = plan.notes
    assert note.text is not None
    assert (note.text.front, note.text.back) == ("Steps", "Do this:\n\n- [x] all")
