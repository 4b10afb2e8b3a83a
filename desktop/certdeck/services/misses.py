"""From missed questions to cards: the card that teaches the fact is asked today, or made if there is none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from certdeck.core.deck import Card, Question
from certdeck.core.exam.facts import fact_card, fact_card_id
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.schedule import Phase
from certdeck.core.scheduling.undo import CardStep
from certdeck.ports.store import Store, UnitOfWork
from certdeck.ports.study_log import StudyEntry
from certdeck.services.calendar import Calendar
from certdeck.services.changes import Changes


class Step(StrEnum):
    """What adding a card does to it. New ones are asked as far as the daily limit reaches, those added first."""

    MAKE = "made of the question"
    WAKE = "no longer set aside"
    INTRODUCE = "new, comes first"
    BRING_FORWARD = "asked today instead of later"
    NOTHING = "no change needed"


@dataclass(frozen=True, slots=True)
class PlannedCard:
    """One card that adding would touch, the step it takes, and the questions that lead to it."""

    card: Card
    step: Step
    questions: tuple[ItemId, ...]


class MissService:
    """Adds the fact cards of missed questions to what is asked today; never twice, and undone as one change."""

    def __init__(self, store: Store, calendar: Calendar) -> None:
        self._store = store
        self._calendar = calendar

    def plan(self, questions: Iterable[Question]) -> tuple[PlannedCard, ...]:
        """Say what `add` would do, card by card, and change nothing."""
        with self._store.open() as work:
            return tuple(self._planned(work, questions))

    def add(self, questions: Iterable[Question]) -> tuple[Changes, tuple[PlannedCard, ...]]:
        """Make or revive the cards that teach what `questions` ask, and return what was done. Durable when it returns.

        Cards that are asked today anyway are left alone, so doing it twice changes nothing more.
        """
        now = self._calendar.now()
        with self._store.open(writing=True) as work:
            planned = tuple(self._planned(work, questions))
            touched = [entry for entry in planned if entry.step is not Step.NOTHING]
            if touched:
                self._carry_out(work, touched, now)
            work.commit()
        return Changes(study=bool(touched), content=any(entry.step is Step.MAKE for entry in touched)), planned

    def _planned(self, work: UnitOfWork, questions: Iterable[Question]) -> Iterable[PlannedCard]:
        cards: dict[ItemId, tuple[Card, list[ItemId]]] = {}
        for question in questions:
            for card in _cards_of(work, question):
                cards.setdefault(card.id, (card, []))[1].append(question.id)
        for card, names in cards.values():
            yield PlannedCard(card, self._step(work, card), tuple(names))

    def _step(self, work: UnitOfWork, card: Card) -> Step:
        if work.content.item(card.id) is None:
            return Step.MAKE
        now = self._calendar.now()
        states = [work.study.state(face.id) for face in faces_of(card)]
        if any(state.suspended or (state.buried_until is not None and state.buried_until > now) for state in states):
            return Step.WAKE
        tomorrow = self._calendar.ends()
        waiting = [state for state in states if state.schedule.due is None or state.schedule.due >= tomorrow]
        if not waiting:
            return Step.NOTHING
        return Step.INTRODUCE if waiting[0].schedule.phase is Phase.NEW else Step.BRING_FORWARD

    def _carry_out(self, work: UnitOfWork, planned: Iterable[PlannedCard], now: datetime) -> None:
        change = work.history.begin("add", now)
        for entry in planned:
            if entry.step is Step.MAKE:
                work.content.put_own(entry.card, now)
                work.history.keep(change, CardStep(entry.card.id, None, entry.card))
            for face in faces_of(entry.card):
                self._bring(work, face.id, now, change)

    def _bring(self, work: UnitOfWork, face: FaceId, now: datetime, change: int) -> None:
        before = work.study.state(face)
        due = before.schedule.due
        schedule = before.schedule._replace(due=now if due is None else min(due, now))
        after = before._replace(schedule=schedule, suspended=False, buried_until=None)
        if after != before:
            work.study.record(StudyEntry("add", now, before, after, change=change))


def _cards_of(work: UnitOfWork, question: Question) -> list[Card]:
    """Return the cards that `question` links to; without any, the one made of it, be it there or not."""
    linked = [card for name in question.links if isinstance(card := work.content.item(name), Card)]
    if linked:
        return linked
    made = work.content.item(fact_card_id(question.id))
    return [made if isinstance(made, Card) else fact_card(question)]
