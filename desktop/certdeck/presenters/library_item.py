"""One item of the library without Qt: what it asks, its answer, how well it is known, and where its facts come from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import (
    Card,
    CardKind,
    ChoiceQuestion,
    ConfusionSet,
    Item,
    MatchingQuestion,
    OrderingQuestion,
    Sheet,
    Source,
    Term,
)
from certdeck.core.errors import CertdeckError
from certdeck.core.exam.wording import LETTERS, clock_words
from certdeck.core.ids import FaceId, ItemId
from certdeck.core.richtext import (
    CoveredPicture,
    Image,
    Paragraph,
    RichText,
    Spans,
    Strong,
    Table,
    Text,
    every_span,
    plain,
)
from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.options import Options
from certdeck.core.scheduling.schedule import FaceState, Phase
from certdeck.core.scheduling.scope import Scope
from certdeck.ports.rows import ItemRow
from certdeck.presenters.dates import counted
from certdeck.presenters.face_text import prompt_text
from certdeck.presenters.intervals import interval_text
from certdeck.presenters.library import LibraryPresenter, form_words, percent
from certdeck.presenters.library_own import NOTHING, OwnView, own_view
from certdeck.presenters.reference import card_front
from certdeck.presenters.verified import verified_text
from certdeck.services.catalogue import Services
from certdeck.services.results import ItemStatistics

_PARTS: Final = {CardKind.CLOZE: "gaps", CardKind.TABLE: "parts", CardKind.OCCLUSION: "parts"}


@dataclass(frozen=True, slots=True)
class OptionView:
    """A response of a question. `mark` is its letter or place; `right` is None before the answer is shown."""

    mark: str
    text: RichText
    right: bool | None = None
    reason: RichText = ()


@dataclass(frozen=True, slots=True)
class Related:
    """Other items to go to, under a heading: (id, what it is called)."""

    title: str
    icon: str
    links: tuple[tuple[ItemId, str], ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item as the preview shows it. Tables are written out line by line: the preview is narrow.

    `asked` are the responses of a question in an order that gives nothing away, `answered` the same with key and
    reasons. `entries` are the members of a confusion set, (name, what points to it); `related` what to go on to.
    `facts` are (name, value); `covers` (bullet id, bullet). `faces` is empty for what is not asked as a card.
    """

    id: ItemId
    kind: str
    words: str
    front: RichText
    back: RichText = ()
    asked: tuple[OptionView, ...] = ()
    answered: tuple[OptionView, ...] = ()
    entries: tuple[tuple[RichText, RichText], ...] = ()
    related: tuple[Related, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    covers: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, RichText], ...] = ()
    verified: str = ""
    sources: tuple[Source, ...] = ()
    faces: tuple[FaceId, ...] = ()
    suspended: bool = False
    flagged: bool = False
    statistics: "StatisticsView | None" = None
    dispute: str | None = None
    own: OwnView = NOTHING

    @property
    def is_pictured(self) -> bool:
        """Tell whether there are pictures in it: the file behind a name may have become another one."""
        return any(_is_pictured(text) for text in self._texts())

    def _texts(self) -> Iterator[RichText]:
        yield from (self.front, self.back, self.own.note)
        yield from (text for entry in self.entries for text in entry)
        yield from (text for _, text in self.notes)
        yield from (text for option in (*self.asked, *self.answered) for text in (option.text, option.reason))


def _is_pictured(text: RichText) -> bool:
    covered = any(isinstance(block, CoveredPicture) for block in text)
    return covered or any(isinstance(span, Image) for span in every_span(text))


@dataclass(frozen=True, slots=True)
class PickView:
    """How often a response was chosen: its mark and words, the count, its share from 0 to 1, whether it is right."""

    mark: str
    text: str
    count: int
    share: float
    right: bool


@dataclass(frozen=True, slots=True)
class StatisticsView:
    """How a question went in the learner's own exams; `picks` is empty where responses have no letters."""

    facility: str
    seconds: str
    sure_and_wrong: str
    picks: tuple[PickView, ...]


class ItemPresenter:
    """Reads single items; `rows` tells how well they are known."""

    def __init__(self, services: Services, rows: LibraryPresenter) -> None:
        self._services = services
        self._rows = rows

    def view(self, row: ItemRow) -> ItemView:
        """Return what there is to show of `row`. Raises `CertdeckError` if it is gone."""
        item = self._services.library.item(row.id)
        match item:
            case Card():
                return self._card(item, row)
            case ChoiceQuestion() | OrderingQuestion() | MatchingQuestion():
                return self._question(item, row)
            case Sheet():
                return self._sheet(item, row)
            case ConfusionSet():
                return self._confusion(item, row)
            case Term():
                return self._term(item, row)
            case _:
                raise CertdeckError(f"{row.id} is no longer in your library. Nothing was changed.")

    def _card(self, card: Card, row: ItemRow) -> ItemView:
        faces = tuple(face.id for face in faces_of(card))
        states = [self._services.study.state(face) for face in faces]
        known = next((state for state in states if state.face == row.face), states[0])
        glossary = self._services.reference.reading()
        back = glossary.marked(self._back(card))
        return self._item(
            card,
            row,
            front=self._read(card.front),
            back=back,
            related=self._related(card, glossary.terms),
            facts=self._card_facts(card, row, known, len(faces)),
            faces=faces,
            suspended=all(state.suspended for state in states),
            flagged=any(state.flag for state in states),
        )

    def _question(self, question: ChoiceQuestion | OrderingQuestion | MatchingQuestion, row: ItemRow) -> ItemView:
        answered = self._answered(question)
        dispute = self._services.results.dispute_of(question.id)
        return self._item(
            question,
            row,
            front=self._stem(question),
            asked=self._asked(question, answered),
            answered=tuple(answered),
            facts=(("Kind", form_words(row)), ("Difficulty", question.difficulty.value)),
            statistics=self._statistics(question),
            dispute="" if dispute is None else dispute.text,
        )

    def _statistics(self, question: ChoiceQuestion | OrderingQuestion | MatchingQuestion) -> StatisticsView | None:
        found = self._services.results.statistics(question.id)
        if found is None:
            return None
        share = found.share
        return StatisticsView(
            facility=f"{percent(share.value)}, {share.right} of {counted(share.total, 'time')}",
            seconds=clock_words(found.seconds),
            sure_and_wrong=counted(found.sure_and_wrong, "time") if found.sure_and_wrong else "",
            picks=self._picks(question, found) if isinstance(question, ChoiceQuestion) else (),
        )

    def _picks(self, question: ChoiceQuestion, found: ItemStatistics) -> tuple[PickView, ...]:
        return tuple(
            PickView(
                LETTERS[place],
                plain(self._read(option.text)),
                found.picks.get(option.id, 0),
                found.picks.get(option.id, 0) / found.share.total,
                option.key,
            )
            for place, option in enumerate(question.options)
        )

    def _sheet(self, sheet: Sheet, row: ItemRow) -> ItemView:
        titles = tuple(Paragraph((Text(block.title),)) for block in sheet.blocks)
        return self._item(
            sheet, row, front=_heading(sheet.title), back=titles, facts=(("Reading", f"{sheet.minutes} min"),)
        )

    def _confusion(self, confusion: ConfusionSet, row: ItemRow) -> ItemView:
        cards = tuple(dict.fromkeys(card for member in confusion.members for card in member.cards))
        return self._item(
            confusion,
            row,
            front=_heading(confusion.title),
            back=self._read(confusion.apart),
            entries=tuple((self._read(member.name), self._read(member.cue)) for member in confusion.members),
            related=self._cards(cards),
        )

    def _term(self, term: Term, row: ItemRow) -> ItemView:
        return self._item(
            term,
            row,
            front=_heading(term.term),
            back=self._read(term.means),
            related=self._cards(term.links),
            facts=(("Also", ", ".join(term.also)),) if term.also else (),
        )

    def _related(self, card: Card, terms: Sequence[Term]) -> tuple[Related, ...]:
        mixed = tuple((found.id, found.title) for found in self._services.reference.confusions_of(card.id))
        groups = (
            Related("Mixed up with", "shuffle", mixed),
            Related("Terms", "bookmark", tuple((term.id, term.term) for term in terms)),
        )
        return tuple(group for group in groups if group.links)

    def _cards(self, names: Sequence[ItemId]) -> tuple[Related, ...]:
        found = [card for name in names if isinstance(card := self._services.library.item(name), Card)]
        markup = self._services.markup
        links = [(card.id, card_front(card.front, markup, cloze=card.kind is CardKind.CLOZE)) for card in found]
        return (Related("Cards", "layers", tuple(links)),) if links else ()

    def _item(self, item: Item, row: ItemRow, **parts: object) -> ItemView:
        blueprint = self._services.library.exam().blueprint
        notes = (("As examined", item.examined), ("Today", item.today))
        return ItemView(  # the parts are ItemView's own fields
            id=item.id,
            kind=row.kind,
            words=form_words(row),
            covers=_covers(item, blueprint),
            notes=tuple((title, self._read(text)) for title, text in notes if text),
            verified=verified_text(item.sources),
            sources=item.sources,
            own=own_view(self._services, item, self._rows.marks.of(item.id)),
            **parts,  # type: ignore[arg-type]
        )

    def _read(self, text: str) -> RichText:
        return written_out(self._services.markup.read(text))

    def _stem(self, question: ChoiceQuestion | OrderingQuestion | MatchingQuestion) -> RichText:
        case = self._services.library.scenario(question.scenario) if question.scenario else None
        return (*(self._read(case.text) if case else ()), *self._read(question.stem))

    def _back(self, card: Card) -> RichText:
        if card.kind in (CardKind.CHOICE, CardKind.TABLE, CardKind.OCCLUSION):
            whole = prompt_text(self._services.markup, faces_of(card)[0], shown=True)
            asked = whole[len(self._services.markup.read(card.front)) :]
            return (*written_out(asked), *self._read(card.back))
        typed = (Paragraph((Strong((Text(card.answer),)),)),) if card.kind is CardKind.TYPED else ()
        return (*typed, *self._read(card.back))

    def _card_facts(self, card: Card, row: ItemRow, known: FaceState, faces: int) -> tuple[tuple[str, str], ...]:
        facts = [("Due", self._rows.due(row))]
        schedule = known.schedule
        if schedule.phase is not Phase.NEW:
            scope = self._services.scopes.of_face(known.face)
            goal = percent(self._options(scope).desired_retention)
            facts.append(("Recall", f"{percent(self._services.study.recall(known, scope))}, goal {goal}"))
            facts.append(("Interval", interval_words(schedule.interval)))
            facts.append(("Reviews", f"{schedule.reps}, {counted(schedule.lapses, 'lapse')}"))
        if faces > 1:
            facts.append(("Asked", f"{faces} {_PARTS.get(card.kind, 'ways')}, each on its own"))
        return tuple(facts)

    def _options(self, scope: Scope | None) -> Options:
        services = self._services
        return services.options.of(services.library.exam().deck.id if scope is None else scope.deck).options

    def _asked(
        self, question: ChoiceQuestion | OrderingQuestion | MatchingQuestion, answered: Sequence[OptionView]
    ) -> tuple[OptionView, ...]:
        if isinstance(question, MatchingQuestion):
            prompts = (OptionView(f"{place}", self._read(one.text)) for place, one in enumerate(question.prompts, 1))
            return (*prompts, *_lettered([self._read(response.text) for response in question.responses]))
        texts = [option.text for option in answered]
        return _lettered(sorted(texts, key=plain) if isinstance(question, OrderingQuestion) else texts)

    def _answered(self, question: ChoiceQuestion | OrderingQuestion | MatchingQuestion) -> list[OptionView]:
        match question:
            case ChoiceQuestion():
                return [
                    OptionView(LETTERS[place], self._read(option.text), option.key, self._read(option.rationale))
                    for place, option in enumerate(question.options)
                ]
            case OrderingQuestion():
                steps = [
                    OptionView(f"{place}.", self._read(step.text), True, self._read(step.rationale))
                    for place, step in enumerate(question.steps, 1)
                ]
                return steps + [
                    OptionView("", self._read(decoy.text), False, self._read(decoy.rationale))
                    for decoy in question.decoys
                ]
            case MatchingQuestion():
                return self._pairs(question)

    def _pairs(self, question: MatchingQuestion) -> list[OptionView]:
        texts = {response.id: response.text for response in question.responses}
        pairs = [
            OptionView("", self._read(f"{prompt.text} → **{texts[prompt.key]}**"), True, self._read(prompt.rationale))
            for prompt in question.prompts
        ]
        keys = {prompt.key for prompt in question.prompts}
        left_over = [response for response in question.responses if response.id not in keys]
        return pairs + [OptionView("", self._read(one.text), False, self._read(one.rationale)) for one in left_over]


def _heading(words: str) -> RichText:
    return (Paragraph((Text(words),)),)


def written_out(text: RichText) -> RichText:
    """Write each table row as a line: its name, then every other cell behind its heading."""
    return tuple(line for block in text for line in (_lines(block) if isinstance(block, Table) else (block,)))


def interval_words(interval: timedelta) -> str:
    """Write the time between two reviews: 11 days, or as rating buttons do when it is shorter than a day."""
    days = round(interval / timedelta(days=1))
    return counted(days, "day") if days else interval_text(interval)


def _lettered(texts: Sequence[RichText]) -> tuple[OptionView, ...]:
    return tuple(OptionView(letter, text) for letter, text in zip(LETTERS, texts, strict=False))


def _lines(table: Table) -> Sequence[Paragraph]:
    return [Paragraph((Strong(row[0]), Text(": "), *_cells(table.head[1:], row[1:]))) for row in table.rows]


def _cells(heads: Sequence[Spans], cells: Sequence[Spans]) -> Spans:
    spans: list[Spans] = []
    for head, cell in zip(heads, cells, strict=True):
        named = (*head, Text(" ")) if len(cells) > 1 else ()
        spans.append((*((Text("; "),) if spans else ()), *named, *cell))
    return tuple(span for part in spans for span in part)


def _covers(item: Item, blueprint: Blueprint) -> tuple[tuple[str, str], ...]:
    coverage = item.coverage(blueprint.id)
    texts = {bullet.id: bullet.text for _, task in blueprint.tasks() for bullet in task.bullets}
    return tuple((bullet, texts.get(bullet, "")) for bullet in coverage.bullets) if coverage else ()
