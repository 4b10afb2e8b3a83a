"""What decks hold, and what is learnt of it, as bytes and back: JSON, mostly.

States of faces are short arrays, as the log holds two of them for each rating.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import chain

import msgspec

from certdeck.core import deck as core
from certdeck.core import deck_plan
from certdeck.core.blueprint import Blueprint
from certdeck.core.card_parts import CardChoice, Grid, Occlusion
from certdeck.core.ids import BlueprintId, DeckId, FaceId, ItemId, TaskId
from certdeck.core.own import Draft, Edit
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.schedule import Bare, FaceState, MemoryState, Phase, Schedule
from certdeck.core.scheduling.undo import CardStep, DeckStep, EditStep, IntakeStep, NoteStep, Step, TagStep
from certdeck.store.connection import Value, read_time, stored_time
from certdeck.store.tagged import Tagged, json_of, tag, untag

_PACKER = msgspec.msgpack.Encoder()
_TAGS = b"#"
"""What stands before tags that are all there is, and never before JSON."""
ONLY_TAGS = f"x'{_TAGS.hex()}'"
"""The same for SQL."""
_FRESH = Schedule()
_FRESH_NUMBERS = Bare()
_NONE = b"[]"
"""A list of nothing, which most decks have of what only those for an exam bring."""
_COMPRESSED = b"\x78"
"""What zlib writes first, and JSON never."""
SCENARIO = "scenario"
"""Kind of the rows that hold scenarios."""

QUESTIONS: Mapping[str, type[core.Question]] = {
    "choice": core.ChoiceQuestion,
    "ordering": core.OrderingQuestion,
    "matching": core.MatchingQuestion,
}
BLOCKS: Mapping[str, type[core.SheetBlock]] = {
    "table": core.TableBlock,
    "tree": core.TreeBlock,
    "traps": core.TrapsBlock,
    "formulas": core.FormulasBlock,
    "facts": core.FactsBlock,
    "hook": core.HookBlock,
}
GATES: Mapping[str, type[deck_plan.Gate]] = {"quiz": deck_plan.QuizGate, "exam": deck_plan.ExamGate}
PHASES = (Phase.NEW, Phase.LEARNING, Phase.REVIEW, Phase.RELEARNING)
"""The number of a phase in a stored state is its place here, for ever."""
_PLACES = {phase: place for place, phase in enumerate(PHASES)}
Times = tuple[int | None, int | None]
"""When a face is due and when it was reviewed last, in microseconds since 1970 (see `stored_time`)."""
STEPS: Mapping[str, type[Step]] = {
    "card": CardStep,
    "edit": EditStep,
    "note": NoteStep,
    "tags": TagStep,
    "deck": DeckStep,
    "intake": IntakeStep,
}


class _StoredStep(msgspec.Struct):
    """A step; those of the first releases were all of cards, and had no word that says so."""

    kind: str = ""
    value: msgspec.Raw = msgspec.Raw(b"null")


class _StoredDeck(msgspec.Struct):
    """An imported deck: cards and nothing else."""

    id: DeckId
    title: str
    version: str
    language: str
    licence: str
    notice: str
    cards: tuple[core.Card, ...]


class _StoredDeckStep(msgspec.Struct):
    deck: DeckId
    before: _StoredDeck | None
    after: _StoredDeck | None


def kind_of(item: core.Item) -> str:
    """Return the word for the kind of `item`: card, question, sheet, confusion or term."""
    match item:
        case core.Card():
            return "card"
        case core.Sheet():
            return "sheet"
        case core.ConfusionSet():
            return "confusion"
        case core.Term():
            return "term"
        case _:
            return "question"


def encode_item(item: core.Item) -> bytes:
    """Write an item. Equal items give equal bytes."""
    match item:
        case core.ChoiceQuestion() | core.OrderingQuestion() | core.MatchingQuestion():
            return json_of(tag(item, QUESTIONS))
        case core.Sheet():
            blocks = [tag(block, BLOCKS) for block in item.blocks]
            return json_of(_StoredSheet(_shared(item), item.title, item.minutes, blocks))
        case core.Card():
            return json_of(_stored_card(item))
        case _:
            return json_of(item)


def encode_plain(card: core.Card) -> bytes:
    """Write a card that is a front and a back and no other text, without these: they stand beside it.

    Of most that come from elsewhere only their tags are left.
    """
    if not (card.covers or card.sources or card.links or card.occlusion) and card.kind is core.CardKind.BASIC:
        tags = encode_tags(card.tags)
        if tags is not None:
            return tags
    return json_of(
        _PlainCard(card.id, card.covers, card.sources, card.kind, None, None, card.tags, card.links, card.occlusion)
    )


def encode_tags(tags: tuple[str, ...]) -> bytes | None:
    """Write a card of which nothing but its tags is left beside front and back; None where they can't stand so."""
    joined = "\n".join(tags)
    # As many lines as there are tags: then each is one.
    return _TAGS + joined.encode() if (joined.count("\n") + 1 if joined else 0) == len(tags) else None


def encode_all_tags(several: Sequence[tuple[str, ...]]) -> list[bytes | None]:
    """Do with each of `several` what `encode_tags` does: quicker, as they have mostly the same tags."""
    met = set(chain.from_iterable(several))
    if "" in met or any("\n" in tag for tag in met):
        return list(map(encode_tags, several))
    return [_TAGS + "\n".join(tags).encode() for tags in several]


def plain_tags(content: bytes) -> tuple[str, ...] | None:
    """Return the tags of a card that `encode_plain` wrote and that is a front, a back and these; None of any other."""
    if content.startswith(_TAGS):
        return tuple(content[1:].decode().split("\n")) if len(content) > 1 else ()
    card = msgspec.json.decode(content, type=_PlainCard)
    more = card.front is not None or card.covers or card.sources or card.links or card.occlusion
    return None if more or card.kind is not core.CardKind.BASIC else card.tags


def decode_row(name: str, kind: str, content: bytes, title: str, text: str) -> core.Item:
    """Read the columns of an item; front and back of a card that `encode_plain` wrote are its title and text."""
    if kind == "card" and content.startswith(_TAGS):
        return core.Card(
            id=ItemId(name),
            covers=(),
            sources=(),
            tags=plain_tags(content) or (),
            kind=core.CardKind.BASIC,
            front=title,
            back=text,
        )
    if kind == "card":
        plain = msgspec.json.decode(content, type=_PlainCard)
        if plain.front is None:
            return _card(plain, title, text)
    return decode_item(kind, content)


def decode_item(kind: str, content: bytes) -> core.Item:
    """Read what `encode_item` wrote for an item of `kind`."""
    match kind:
        case "card":
            return msgspec.json.decode(content, type=core.Card)
        case "sheet":
            return _sheet(content)
        case "confusion":
            return msgspec.json.decode(content, type=core.ConfusionSet)
        case "term":
            return msgspec.json.decode(content, type=core.Term)
        case _:
            return decode_question(msgspec.json.decode(content, type=Tagged))


def decode_question(stored: Tagged) -> core.Question:
    """Read a question."""
    return untag(stored, QUESTIONS)


def encode_scenario(scenario: core.Scenario) -> bytes:
    """Write a scenario."""
    return json_of(scenario)


def decode_scenario(content: bytes) -> core.Scenario:
    """Read a scenario."""
    return msgspec.json.decode(content, type=core.Scenario)


def encode_blueprints(blueprints: tuple[Blueprint, ...]) -> bytes:
    """Write blueprints."""
    return json_of(blueprints)


def decode_blueprints(content: bytes) -> tuple[Blueprint, ...]:
    """Read blueprints."""
    return () if content == _NONE else msgspec.json.decode(content, type=tuple[Blueprint, ...])


def encode_options(options: Options) -> bytes:
    """Write deck options."""
    return json_of(options)


def decode_options(content: bytes) -> Options:
    """Read deck options; what an older version did not know of has its usual value."""
    return msgspec.json.decode(content, type=Options)


def encode_step(step: Step) -> bytes:
    """Write what a change did to something of the learner's own."""
    if isinstance(step, DeckStep):
        stored = _StoredDeckStep(step.deck, _stored_deck(step.before), _stored_deck(step.after))
        return zlib.compress(json_of(Tagged("deck", msgspec.Raw(json_of(stored)))), 1)
    if isinstance(step, IntakeStep):
        return zlib.compress(json_of(tag(step, STEPS)), 1)
    return json_of(tag(step, STEPS))


def decode_step(content: bytes) -> Step:
    """Read what a change did to something of the learner's own."""
    if content.startswith(_COMPRESSED):
        content = zlib.decompress(content)
    stored = msgspec.json.decode(content, type=_StoredStep)
    if not stored.kind:
        return msgspec.json.decode(content, type=CardStep)
    if stored.kind == "deck":
        step = msgspec.json.decode(stored.value, type=_StoredDeckStep)
        return DeckStep(step.deck, _deck(step.before), _deck(step.after))
    return untag(Tagged(stored.kind, stored.value), STEPS)


def encode_edit(edit: Edit) -> bytes:
    """Write the learner's edit of a shipped card."""
    return json_of(edit)


def decode_edit(content: bytes) -> Edit:
    """Read the learner's edit of a shipped card."""
    return msgspec.json.decode(content, type=Edit)


def encode_draft(draft: Draft) -> bytes:
    """Write text that is not saved yet."""
    return json_of(draft)


def decode_draft(content: bytes) -> Draft:
    """Read text that is not saved yet."""
    return msgspec.json.decode(content, type=Draft)


def times_of(schedule: Schedule) -> Times:
    """Return when a face is due and when it was reviewed last, as they are stored."""
    return stored_time(schedule.due), stored_time(schedule.last_review)


def encode_state(state: FaceState, times: Times | None = None) -> bytes:
    """Write the state of a face without its id, which stands beside it. Of most, nothing was set by hand.

    `times` are those of its schedule, if they are known already.
    """
    schedule, memory = state.schedule, state.schedule.memory
    by_hand: tuple[Value, ...] = ()
    if state.suspended or state.flag or state.buried_until:
        by_hand = (state.suspended, state.flag, stored_time(state.buried_until))
    elif not schedule.reps and schedule == _FRESH:
        return b""
    due, reviewed = times or times_of(schedule)
    return _PACKER.encode(
        (
            _PLACES[schedule.phase],
            schedule.step,
            memory.stability if memory else None,
            memory.difficulty if memory else None,
            due,
            reviewed,
            schedule.reps,
            schedule.lapses,
            *by_hand,
        )
    )


def encode_bare(state: Bare, suspended: bool = False, flag: int = 0) -> bytes:
    """Write the state of a face, which may be suspended or flagged, as `encode_state` does."""
    if suspended or flag:
        return _PACKER.encode((_PLACES[state.phase], *state[1:], suspended, flag, None))
    return b"" if state == _FRESH_NUMBERS else _PACKER.encode((_PLACES[state.phase], *state[1:]))


def decode_state(face: FaceId, content: bytes) -> FaceState:
    """Read the state of `face`."""
    if not content:
        return FaceState(face)
    phase, step, stability, difficulty, due, reviewed, reps, lapses, *set_by_hand = msgspec.msgpack.decode(content)
    memory = None if stability is None else MemoryState(stability, difficulty)
    schedule = Schedule(PHASES[phase], step, memory, read_time(due), read_time(reviewed), reps, lapses)
    suspended, flag, buried_until = set_by_hand or (False, 0, None)
    return FaceState(face, schedule, suspended, flag, read_time(buried_until))


def decode_outlook(content: bytes) -> tuple[int, float | None]:
    """Return of a state that `encode_state` wrote its interval, in microseconds, and its difficulty."""
    if not content:
        return 0, None
    _, _, _, difficulty, due, reviewed, *_ = msgspec.msgpack.decode(content)
    return 0 if due is None or reviewed is None else due - reviewed, difficulty


def encode_forms(forms: tuple[core.FixedForm, ...]) -> bytes:
    """Write the fixed forms of a deck."""
    return json_of(forms)


def decode_forms(content: bytes | None) -> tuple[core.FixedForm, ...]:
    """Read fixed forms; decks that the first release installed have none."""
    return () if content in (None, _NONE) else msgspec.json.decode(content, type=tuple[core.FixedForm, ...])


def encode_plans(plans: tuple[deck_plan.DeckPlan, ...]) -> bytes:
    """Write the plans of a deck."""
    stored = [_StoredPlan(plan.exam, plan.weeks, [_stored_phase(phase) for phase in plan.phases]) for plan in plans]
    return json_of(stored)


def decode_plans(content: bytes | None) -> tuple[deck_plan.DeckPlan, ...]:
    """Read plans; decks that earlier releases installed have none."""
    stored = () if content is None else msgspec.json.decode(content, type=tuple[_StoredPlan, ...])
    return tuple(deck_plan.DeckPlan(plan.exam, plan.weeks, tuple(map(_phase, plan.phases))) for plan in stored)


class _StoredPhase(msgspec.Struct):
    id: ItemId
    title: str
    weeks: int
    goal: str
    tasks: tuple[TaskId, ...]
    topics: tuple[str, ...]
    cards: int
    sheets: tuple[ItemId, ...]
    quizzes: tuple[deck_plan.PlannedQuiz, ...]
    exams: tuple[str, ...]
    gate: Tagged


class _StoredPlan(msgspec.Struct):
    exam: BlueprintId
    weeks: int
    phases: list[_StoredPhase]


class _StoredCard(msgspec.Struct, omit_defaults=True):
    """A card, whose usual fields are left out: it is read as a `Card`."""

    id: ItemId
    covers: tuple[core.Coverage, ...]
    sources: tuple[core.Source, ...]
    kind: core.CardKind
    front: str
    back: str
    tags: tuple[str, ...] = ()
    links: tuple[ItemId, ...] = ()
    examined: str = ""
    today: str = ""
    answer: str = ""
    choices: tuple[CardChoice, ...] = ()
    grid: Grid | None = None
    occlusion: Occlusion | None = None


def _stored_card(card: core.Card) -> _StoredCard:
    # One by one, as thousands of cards may come at once.
    return _StoredCard(
        card.id,
        card.covers,
        card.sources,
        card.kind,
        card.front,
        card.back,
        card.tags,
        card.links,
        card.examined,
        card.today,
        card.answer,
        card.choices,
        card.grid,
        card.occlusion,
    )


class _StoredSheet(msgspec.Struct):
    item: core.Item
    title: str
    minutes: int
    blocks: list[Tagged]


class _PlainCard(msgspec.Struct, omit_defaults=True):
    """A card without other texts than front and back; the two are null where they stand beside it."""

    id: ItemId
    covers: tuple[core.Coverage, ...] = ()
    sources: tuple[core.Source, ...] = ()
    kind: core.CardKind = core.CardKind.BASIC
    front: str | None = None
    back: str | None = None
    tags: tuple[str, ...] = ()
    links: tuple[ItemId, ...] = ()
    occlusion: Occlusion | None = None


def _card(plain: _PlainCard, front: str, back: str) -> core.Card:
    return core.Card(
        id=plain.id,
        covers=plain.covers,
        sources=plain.sources,
        tags=plain.tags,
        links=plain.links,
        kind=plain.kind,
        front=front,
        back=back,
        occlusion=plain.occlusion,
    )


def _stored_deck(deck: core.Deck | None) -> "_StoredDeck | None":
    if deck is None:
        return None
    if deck.blueprints or len(deck.items()) > len(deck.cards):
        raise ValueError(f"{deck.id} is no imported deck: it holds more than cards")
    return _StoredDeck(deck.id, deck.title, deck.version, deck.language, deck.licence, deck.notice, deck.cards)


def _deck(stored: "_StoredDeck | None") -> core.Deck | None:
    if stored is None:
        return None
    return core.Deck(
        id=stored.id,
        title=stored.title,
        version=stored.version,
        language=stored.language,
        licence=stored.licence,
        notice=stored.notice,
        blueprints=(),
        cards=stored.cards,
    )


def _shared(item: core.Item) -> core.Item:
    return core.Item(**{field.name: getattr(item, field.name) for field in fields(core.Item)})


def _sheet(content: bytes) -> core.Sheet:
    stored = msgspec.json.decode(content, type=_StoredSheet)
    blocks = tuple(untag(block, BLOCKS) for block in stored.blocks)
    shared = {field.name: getattr(stored.item, field.name) for field in fields(core.Item)}
    return core.Sheet(title=stored.title, minutes=stored.minutes, blocks=blocks, **shared)


def _stored_phase(phase: deck_plan.PlanPhase) -> _StoredPhase:
    plain = {field.name: getattr(phase, field.name) for field in fields(phase)}
    return _StoredPhase(**plain | {"gate": tag(phase.gate, GATES)})


def _phase(stored: _StoredPhase) -> deck_plan.PlanPhase:
    plain = {name: getattr(stored, name) for name in stored.__struct_fields__}
    return deck_plan.PlanPhase(**plain | {"gate": untag(stored.gate, GATES)})
