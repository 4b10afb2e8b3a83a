"""A small deck with one item of every kind."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from certdeck.core.blueprint import Blueprint, Bullet, Domain, Scale, Status, TaskStatement
from certdeck.core.deck import (
    Card,
    CardKind,
    ChoiceQuestion,
    Coverage,
    Deck,
    Difficulty,
    Entry,
    FactsBlock,
    Formula,
    FormulasBlock,
    HookBlock,
    MatchingQuestion,
    Option,
    OrderingQuestion,
    Prompt,
    QuestionKind,
    Response,
    Scenario,
    Sheet,
    Source,
    Step,
    TableBlock,
    TrapsBlock,
    TreeBlock,
    TreeBranch,
    TreeNode,
)
from certdeck.core.ids import BlueprintId, BulletId, DeckId, DomainId, ItemId, OptionId, TaskId
from certdeck.ports.content import DeckHead
from certdeck.ports.outgoing import Bundle, OutgoingCase, OutgoingItem

EXAM = BlueprintId("mla-c01")
REVISED = datetime(2026, 11, 20, 8, tzinfo=UTC)
SOURCES = (
    Source(
        "Deploy models for inference", "https://docs.aws.amazon.com/sagemaker/deploy.html?a=1&b=2", date(2026, 11, 21)
    ),
    Source("Serverless inference", "https://docs.aws.amazon.com/sagemaker/serverless.html", date(2026, 10, 4)),
)


def coverage(bullet: str, blueprint: BlueprintId = EXAM) -> tuple[Coverage, ...]:
    return (Coverage(blueprint, (BulletId(bullet),)),)


def _task(task: str, short: str) -> TaskStatement:
    return TaskStatement(TaskId(task), f"{short} in full", short, (Bullet(BulletId(f"{task}.k1"), "A bullet"),))


BLUEPRINT = Blueprint(
    id=EXAM,
    code="MLA-C01",
    title="AWS Certified Machine Learning Engineer - Associate",
    minutes=130,
    scored=50,
    unscored=15,
    scale=Scale(100, 1000, 720),
    kinds=tuple(QuestionKind),
    domains=(
        Domain(DomainId("1"), "Data", "Data preparation", 28, (_task("1.1", "Ingest and store data"),)),
        Domain(
            DomainId("3"),
            "Deployment",
            "Deployment and orchestration",
            22,
            (_task("3.1", "Select deployment infrastructure"), _task("3.2", "Infrastructure::as code")),
        ),
    ),
    status=Status("Open", date(2026, 11, 21), "https://aws.amazon.com/"),
)


def _card(name: str, kind: CardKind, front: str, back: str, *, answer: str = "", bullet: str = "3.1.k1") -> Card:
    return Card(
        id=ItemId(name),
        covers=coverage(bullet),
        sources=SOURCES,
        tags=("inference-options",),
        kind=kind,
        front=front,
        back=back,
        answer=answer,
    )


BASIC = _card("c-basic", CardKind.BASIC, "Which option takes **600 MB**?", "Asynchronous, `1 GB` < $2^{30}$.")
REVERSED = _card("c-reversed", CardKind.REVERSED, "Data Wrangler", "Prepares data visually", bullet="1.1.k1")
CLOZE = _card(
    "c-cloze",
    CardKind.CLOZE,
    "An answer takes {{c1::60 **seconds**::time}} or {{c2::`AWS::X` $\\frac{1}{x^{2}}$}}; `{{c3::}}` is no gap.",
    "Longer work is asynchronous.",
)
TYPED = _card("c-typed", CardKind.TYPED, "Which metric wakes it?", "It scales.", answer="Has<Backlog>", bullet="3.2.k1")


def _options(*keys: bool) -> tuple[Option, ...]:
    return tuple(
        Option(OptionId("abcdef"[place]), f"Option number **{place}**", f"Reason {place}", key, pin_last=place == 3)
        for place, key in enumerate(keys)
    )


CASE = Scenario(ItemId("s-case"), "A case", "A company transcribes recordings of up to 700 MB.")
CHOICE = ChoiceQuestion(
    id=ItemId("q-choice"),
    covers=coverage("3.1.k1"),
    sources=SOURCES,
    examined="The guide names Data Capture.",
    today="It is closed to new customers.",
    title="Rare calls with large payloads",
    stem="Which option has the **lowest cost**?",
    difficulty=Difficulty.EASY,
    kind=QuestionKind.MULTIPLE_CHOICE,
    options=_options(False, True, False, False),
    scenario=CASE.id,
)
RESPONSE = ChoiceQuestion(
    id=ItemId("q-response"),
    covers=coverage("3.2.k1"),
    sources=SOURCES,
    title="Two steps to a pipeline",
    stem="Which steps are needed? (Choose two.)",
    difficulty=Difficulty.MEDIUM,
    kind=QuestionKind.MULTIPLE_RESPONSE,
    options=_options(True, False, True, False, False),
)
ORDERING = OrderingQuestion(
    id=ItemId("q-ordering"),
    covers=coverage("3.2.k1"),
    sources=SOURCES,
    title="Roll out a model",
    stem="Choose and order three steps.",
    difficulty=Difficulty.HARD,
    steps=tuple(Step(OptionId(name), f"Step called {name}", f"Because {name}") for name in "abc"),
    decoys=(Step(OptionId("d"), "A decoy", "It belongs nowhere."),),
)
MATCHING = MatchingQuestion(
    id=ItemId("q-matching"),
    covers=coverage("1.1.k1"),
    sources=SOURCES,
    title="Services and their use",
    stem="Match each need with a service.",
    difficulty=Difficulty.MEDIUM,
    prompts=tuple(
        Prompt(OptionId(f"p{key}"), f"Need {key}", OptionId(key), f"Because {key} does it.") for key in "abc"
    ),
    responses=(
        *(Response(OptionId(key), f"Service {key.upper()}") for key in "abc"),
        Response(OptionId("d"), "Service D", "It does nothing of this."),
    ),
)
ELSEWHERE = Card(
    id=ItemId("c-elsewhere"),
    covers=coverage("1.1.1", BlueprintId("mla-c02")),
    sources=SOURCES,
    kind=CardKind.BASIC,
    front="Only in the other exam",
    back="Not here",
)

_LEAVES = {
    name: TreeNode(name, note, "zap")
    for name, note in (
        ("Serverless", "cold start, CPU only"),
        ("Real-time", "always on"),
        ("Asynchronous", "1 GB, 1 h"),
    )
}
SHEET = Sheet(
    id=ItemId("sheet-inference"),
    covers=coverage("3.1.k1"),
    sources=SOURCES,
    title="Inference options",
    minutes=4,
    examined="The guide names Data Capture.",
    today="It is closed to new customers.",
    blocks=(
        TableBlock(
            "Compare",
            ("Option", "Fits", "Payload"),
            (
                ("Real-time", "Steady traffic; a person **waits**", "25 MB"),
                ("Serverless", "Rare or bursty calls", "4 MB"),
                ("Asynchronous", "Large or slow requests & queues", "1 GB"),
            ),
        ),
        TreeBlock(
            "Decide",
            TreeNode(
                "Does a caller wait?",
                branches=(
                    TreeBranch(
                        "yes",
                        TreeNode(
                            "Rare calls, at most 4 MB?",
                            branches=(
                                TreeBranch("yes", _LEAVES["Serverless"]),
                                TreeBranch("no", _LEAVES["Real-time"]),
                            ),
                        ),
                    ),
                    TreeBranch("no", _LEAVES["Asynchronous"]),
                ),
            ),
        ),
        FactsBlock(
            "Key numbers",
            (
                Entry("25 MB", "real-time request"),
                Entry("4 MB", "serverless request and response"),
                Entry("1 h", "asynchronous maximum per request"),
            ),
        ),
        FactsBlock(
            "Settings", (Entry("ServerlessConfig", "memory and `MaxConcurrency`"), Entry("SplitType", "cuts input"))
        ),
        TrapsBlock(
            "Traps",
            (
                Entry("Scale to zero is not always serverless.", "Above 4 MB think asynchronous."),
                Entry("GPU needed?", "Serverless is out, see [the guide](https://docs.aws.amazon.com/x)."),
            ),
        ),
        FormulasBlock(
            "Formulas", (Formula("Recall", r"\frac{TP}{TP + FN}", "share of positives found, $0 \\le r \\le 1$"),)
        ),
        HookBlock("Say it in one line", "A person waits: endpoint. A queue waits: asynchronous."),
    ),
)
DECK = Deck(
    id=DeckId("sample"),
    title="Sample deck",
    version="1.0.0",
    language="en",
    licence="CC-BY-4.0",
    notice="Not affiliated.",
    blueprints=(BLUEPRINT,),
    cards=(BASIC, REVERSED, CLOZE, TYPED, ELSEWHERE),
    questions=(CHOICE, RESPONSE, ORDERING, MATCHING),
    scenarios=(CASE,),
    sheets=(SHEET,),
)


def head(deck: Deck = DECK) -> DeckHead:
    """Return `deck` as lists show it."""
    return DeckHead(
        deck.id,
        deck.title,
        deck.version,
        deck.language,
        deck.licence,
        deck.notice,
        deck.digest,
        REVISED,
        deck.blueprints,
    )


def content(deck: Deck = DECK, revised: Mapping[ItemId, datetime] | None = None, **changes: Any) -> Bundle:
    """Return everything of `deck` that its exam covers, changed at `REVISED` where `revised` says nothing else."""
    dates = revised or {}

    def when(name: ItemId) -> datetime:
        return dates.get(name, REVISED)

    items = [
        OutgoingItem(item, deck.id, when(item.id)) for item in (*deck.cards, *deck.questions) if item.coverage(EXAM)
    ]
    cases = {}
    for case in deck.scenarios:
        asked = tuple(question for question in deck.questions if question.scenario == case.id)
        if asked:
            latest = max(when(case.id), *(when(question.id) for question in asked))
            cases[case.id] = OutgoingCase(case, deck.id, when(case.id), latest, asked)
    made = Bundle((BLUEPRINT,), {deck.id: head(deck)}, items, len(items), cases)
    return replace(made, **changes)


OWN = DeckId("own")


OWN = DeckId("own")
