"""What finished sittings tell: insight, history, reasons for misses, later gradings, item statistics, disputes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Question
from certdeck.core.errors import ExamError
from certdeck.core.exam.answers import Answer, Chosen, Matched, Ordered
from certdeck.core.exam.insight import Insight, MissReason, insight
from certdeck.core.exam.regrade import KeyChange, key_changes, with_current_keys
from certdeck.core.exam.report import ScoreReport, Share, report
from certdeck.core.exam.sitting import Sitting
from certdeck.core.ids import BlueprintId, DomainId, ItemId, SittingId
from certdeck.ports.clock import Clock
from certdeck.ports.sittings import Dispute, GradedItem, Regrading, SittingHead
from certdeck.ports.store import Store
from certdeck.services.changes import Changes
from certdeck.services.exams import ExamService
from certdeck.services.library import LibraryService

LONGEST_DISPUTE = 2000
"""Characters."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One whole exam of the past: its score, and how each domain went."""

    head: SittingHead
    domains: Mapping[DomainId, Share]


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """How a question went in the learner's own sittings.

    `share` is its facility: how often it was right, of how often it was asked. `picks` counts how often each response
    was chosen; for ordering by "place=step", for matching by "prompt=response". `seconds` is the median time.
    """

    share: Share
    picks: Mapping[str, int]
    seconds: float
    sure_and_wrong: int


class ResultService:
    """Reads and adds to what is known of finished sittings. Nothing here changes a first result."""

    def __init__(self, store: Store, clock: Clock, library: LibraryService, exams: ExamService) -> None:
        self._store = store
        self._clock = clock
        self._library = library
        self._exams = exams

    def insight(self, sitting: Sitting, result: ScoreReport) -> Insight:
        """Return what a finished sitting tells beyond its score."""
        return insight(result, self._exams.blueprint_of(sitting), sitting.seconds_allowed)

    def trend(self, blueprint: BlueprintId | None = None) -> tuple[TrendPoint, ...]:
        """Return every whole exam that was finished, oldest first, with how each domain went."""
        exam = self._library.exam(blueprint).blueprint
        with self._store.open() as work:
            heads, by_task = work.sittings.heads(), work.results.by_task(exam.id)
        marks: dict[SittingId, Counter[tuple[DomainId, bool]]] = defaultdict(Counter)
        for entry in by_task:
            domain = exam.domain_of(entry.task)
            if domain is not None:
                marks[entry.sitting][domain.id, True] += entry.share.right
                marks[entry.sitting][domain.id, False] += entry.share.total
        finished = [head for head in reversed(heads) if head.scaled is not None and head.id in marks]
        return tuple(TrendPoint(head, _shares(exam, marks[head.id])) for head in finished)

    def missed(self, blueprint: BlueprintId | None = None) -> int:
        """Return how many questions of the exam were missed when the learner last looked at them."""
        exam = self._library.exam(blueprint).blueprint
        with self._store.open() as work:
            return work.results.missed(exam.id)

    def reasons(self, sitting: SittingId) -> Mapping[int, MissReason]:
        """Return why questions were missed, by 0-based position, in the learner's own judgement."""
        with self._store.open() as work:
            return work.results.reasons(sitting)

    def give_reason(self, sitting: SittingId, position: int, reason: MissReason | None) -> None:
        """Note why the question at `position` was missed; None takes it back. Durable when it returns."""
        with self._store.open(writing=True) as work:
            work.results.put_reason(sitting, position, reason, self._clock.now())
            work.commit()

    def pending(self, sitting: Sitting) -> int:
        """Return how many keys have changed since `sitting` was last graded, also those that were changed back."""
        corrected = {change.item for change in self.corrections(sitting)}
        gradings = self.regradings(sitting.id)
        graded = frozenset(gradings[-1].changed if gradings else ())
        if corrected == graded and gradings and self._by_current_keys(sitting).overall != gradings[-1].result:
            return len(corrected)
        return len(corrected ^ graded)

    def corrections(self, sitting: Sitting) -> tuple[KeyChange, ...]:
        """Return every question whose key is another one now than when `sitting` was drawn, graded again or not."""
        return key_changes(sitting, self._current(sitting))

    def regrade(self, sitting: SittingId) -> Regrading:
        """Grade a sitting by the keys as they stand now and keep that beside its first result.

        Raises `ExamError` when no key has changed; then nothing was stored.
        """
        loaded = self._exams.load(sitting)
        if not self.pending(loaded):
            raise ExamError("No key of this exam has changed since it was graded. Its result stands.")
        result = self._by_current_keys(loaded)
        regrading = Regrading(
            sitting=sitting,
            at=self._clock.now(),
            deck_version=self._version(loaded),
            scaled=result.scaled if result.whole else None,
            result=result.overall,
            changed=tuple(change.item for change in self.corrections(loaded)),
        )
        with self._store.open(writing=True) as work:
            work.results.put_regrading(regrading)
            work.commit()
        return regrading

    def regradings(self, sitting: SittingId) -> tuple[Regrading, ...]:
        """Return the later gradings of a sitting, oldest first."""
        with self._store.open() as work:
            return work.results.regradings(sitting)

    def statistics(self, item: ItemId) -> ItemStatistics | None:
        """Return how a question went so far, or None if it never was part of a finished sitting."""
        with self._store.open() as work:
            graded = work.results.of_item(item)
        asked = [entry for entry in graded if entry.seen]
        return _statistics(asked) if asked else None

    def disputes(self) -> tuple[Dispute, ...]:
        """Return what the learner holds against items, oldest first."""
        with self._store.open() as work:
            return work.results.disputes()

    def dispute_of(self, item: ItemId) -> Dispute | None:
        """Return what the learner holds against `item`, or None."""
        return next((entry for entry in self.disputes() if entry.item == item), None)

    def dispute(self, item: ItemId, text: str) -> Changes:
        """Keep what is held against `item`; an empty text withdraws it. Raises `ExamError` for a text too long."""
        text = text.strip()
        if len(text) > LONGEST_DISPUTE:
            raise ExamError(
                f"A note has up to {LONGEST_DISPUTE} characters; this one has {len(text)}. It was not kept."
            )
        with self._store.open(writing=True) as work:
            version = work.content.version_of(item)
            work.results.put_dispute(Dispute(item, text, version, self._clock.now()))
            work.commit()
        return Changes(exams=True)

    def _by_current_keys(self, sitting: Sitting) -> ScoreReport:
        return report(with_current_keys(sitting, self._current(sitting)), self._exams.blueprint_of(sitting))

    def _current(self, sitting: Sitting) -> Mapping[ItemId, Question]:
        with self._store.open() as work:
            found = [work.content.item(entry.question.id) for entry in sitting.form.items]
        return {item.id: item for item in found if isinstance(item, Question)}

    def _version(self, sitting: Sitting) -> str:
        return self._library.exam(sitting.form.blueprint).deck.version


def _shares(exam: Blueprint, marks: Counter[tuple[DomainId, bool]]) -> Mapping[DomainId, Share]:
    return {domain.id: Share(marks[domain.id, True], marks[domain.id, False]) for domain in exam.domains}


def _statistics(asked: Sequence[GradedItem]) -> ItemStatistics:
    # It brings decimals, fractions and random numbers, which hardly anything else needs.
    from statistics import median

    picks: Counter[str] = Counter()
    for entry in asked:
        picks.update(_picked(entry.answer))
    return ItemStatistics(
        share=Share(sum(entry.right for entry in asked), len(asked)),
        picks=picks,
        seconds=median(entry.seconds for entry in asked),
        sure_and_wrong=sum(entry.confidence == "sure" and not entry.right for entry in asked),
    )


def _picked(answer: Answer | None) -> tuple[str, ...]:
    match answer:
        case Chosen(options):
            return tuple(options)
        case Matched(pairs):
            return tuple(f"{prompt}={response}" for prompt, response in pairs)
        case Ordered(steps):
            return tuple(f"{place}={step}" for place, step in enumerate(steps, start=1))
        case None:
            return ()
