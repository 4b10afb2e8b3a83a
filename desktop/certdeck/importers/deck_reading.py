"""One pass over a deck's folder: every value, its place, and every problem."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TypeVar

import msgspec

from certdeck.core import deck_relations, deck_rules
from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Card, ConfusionSet, Deck, FixedForm, Item, Question, Scenario, Sheet, Term
from certdeck.core.deck_plan import DeckPlan
from certdeck.core.errors import Problem
from certdeck.core.exam import fixed
from certdeck.core.ids import BlueprintId, BulletId, DeckId, ItemId
from certdeck.importers import deck_schema as schema
from certdeck.importers import to_core
from certdeck.importers.schema_check import misfits
from certdeck.importers.yaml_source import Misfit, ValuePath, YamlSource, read_yaml

F = TypeVar("F", bound=msgspec.Struct)
T = TypeVar("T")
ItemT = TypeVar("ItemT", bound=Item)

FOLDERS = ("blueprints", "cards", "questions", "sheets", "forms", "confusions", "glossary", "plans")
"""Folders of a deck that hold YAML files; `media` holds pictures."""


@dataclass(frozen=True, slots=True)
class Place:
    """File and 1-based line of an item."""

    file: Path
    line: int


@dataclass(slots=True)
class DeckReading:
    """Reads the deck in `folder` once; `problems` and `places` fill while `deck` is being made."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    places: dict[ItemId, Place] = field(default_factory=dict)
    banned_words: tuple[str, ...] = ()
    source_domains: tuple[str, ...] = ()
    bullets: dict[BlueprintId, frozenset[BulletId]] = field(default_factory=dict)
    plan_places: dict[BlueprintId, Place] = field(default_factory=dict)
    unread: set[Path] = field(default_factory=set)

    def deck(self) -> Deck | None:
        """Return the deck as far as it can be made, or None without a usable `deck.yaml`."""
        head_file = self.folder / "deck.yaml"
        if not head_file.is_file():
            self.problems.append(Problem(head_file, 1, "", "there is no deck.yaml, so this folder is not a deck"))
            return None
        self._refuse_strangers()
        head = self._load(head_file, schema.DeckFile)
        blueprints = tuple(self._each("blueprints", schema.BlueprintFile, self._blueprint))
        cards = tuple(card for group in self._each("cards", schema.CardsFile, self._cards) for card in group)
        asked = tuple(self._each("questions", schema.QuestionsFile, self._questions))
        sheets = tuple(self._each("sheets", schema.SheetFile, self._sheet))
        questions = tuple(question for group, _ in asked for question in group)
        forms = self._forms(blueprints, questions)
        confusions = tuple(chain.from_iterable(self._each("confusions", schema.ConfusionsFile, self._confusions)))
        terms = tuple(chain.from_iterable(self._each("glossary", schema.GlossaryFile, self._terms)))
        plans = tuple(self._each("plans", schema.PlanFile, self._plan))
        if head is None:
            return None
        self.banned_words = tuple(head.banned_words)
        self.source_domains = tuple(head.source_domains)
        made = Deck(
            id=DeckId(head.id),
            title=head.title,
            version=head.version,
            language=head.language,
            licence=head.licence,
            notice=head.notice,
            blueprints=blueprints,
            cards=cards,
            questions=questions,
            scenarios=tuple(scenario for _, group in asked for scenario in group),
            sheets=sheets,
            forms=forms,
            confusions=confusions,
            terms=terms,
            plans=plans,
        )
        if not self.unread:
            self._relate(made)
        return made

    def _refuse_strangers(self) -> None:
        expected = {
            self.folder / "deck.yaml",
            *(file for name in FOLDERS for file in (self.folder / name).glob("*.yaml")),
        }
        for file in sorted(self.folder.rglob("*.y*ml")):
            if file not in expected:
                self.problems.append(Problem(file, 1, "", "not a place of the deck format, so nothing reads this file"))

    def _each(self, name: str, kind: type[F], make: Callable[[F, YamlSource, Path], T]) -> Iterator[T]:
        for file in sorted((self.folder / name).glob("*.yaml")):
            source = read_yaml(file)
            content = self._fit(source, file, kind)
            if content is not None:
                yield make(content, source, file)

    def _load(self, file: Path, kind: type[F]) -> F | None:
        return self._fit(read_yaml(file), file, kind)

    def _fit(self, source: YamlSource, file: Path, kind: type[F]) -> F | None:
        found = _all_misfits(source, kind)
        for misfit in found:
            self.unread.add(file)
            self.problems.append(self._problem(misfit, source, file))
        return None if found else msgspec.convert(source.content, kind)

    def _problem(self, misfit: Misfit, source: YamlSource, file: Path) -> Problem:
        return Problem(file, source.line(misfit.path), _item_around(source.content, misfit.path), misfit.text)

    def _blueprint(self, content: schema.BlueprintFile, source: YamlSource, file: Path) -> Blueprint:
        made = to_core.blueprint(content)
        self._place(ItemId(made.id), source, file, ())
        for text in deck_rules.blueprint_faults(made):
            self.problems.append(Problem(file, source.line(()), made.id, text))
        self.bullets[made.id] = made.bullet_ids()
        return made

    def _cards(self, content: schema.CardsFile, source: YamlSource, file: Path) -> tuple[Card, ...]:
        return tuple(
            self._placed(to_core.card(entry), source, file, ("cards", index))
            for index, entry in enumerate(content.cards)
        )

    def _questions(
        self, content: schema.QuestionsFile, source: YamlSource, file: Path
    ) -> tuple[tuple[Question, ...], tuple[Scenario, ...]]:
        questions = [
            self._placed(to_core.question(entry), source, file, ("questions", index))
            for index, entry in enumerate(content.questions)
        ]
        for number, case in enumerate(content.scenarios):
            self._place(ItemId(case.id), source, file, ("scenarios", number))
            questions += [
                self._placed(
                    to_core.question(entry, ItemId(case.id)), source, file, ("scenarios", number, "questions", index)
                )
                for index, entry in enumerate(case.questions)
            ]
        return tuple(questions), tuple(map(to_core.scenario, content.scenarios))

    def _sheet(self, content: schema.SheetFile, source: YamlSource, file: Path) -> Sheet:
        return self._placed(to_core.sheet(content), source, file, ())

    def _forms(self, blueprints: tuple[Blueprint, ...], questions: tuple[Question, ...]) -> tuple[FixedForm, ...]:
        """Read the fixed forms; whether they fit their exam is judged where all of the deck could be read."""
        known = {blueprint.id: blueprint for blueprint in blueprints}
        bank = {question.id: question for question in questions}
        made: list[FixedForm] = []
        for content, source, file in self._each("forms", schema.FormsFile, lambda *parts: parts):
            forms = to_core.forms(content)
            made += forms
            blueprint = known.get(BlueprintId(content.exam))
            if blueprint is None and not self.unread:
                text = f"names the exam `{content.exam}`, but the deck has no such blueprint"
                self.problems.append(Problem(file, source.line(("exam",)), "", text))
            elif blueprint is not None and not self.unread:
                lines = {form.name: source.line(("forms", index)) for index, form in enumerate(forms)}
                for name, text in fixed.problems(forms, blueprint, bank):
                    self.problems.append(Problem(file, lines[name], f"form {name}", text))
        return tuple(made)

    def _confusions(self, content: schema.ConfusionsFile, source: YamlSource, file: Path) -> tuple[ConfusionSet, ...]:
        return tuple(
            self._placed(to_core.confusion(entry), source, file, ("confusions", index))
            for index, entry in enumerate(content.confusions)
        )

    def _terms(self, content: schema.GlossaryFile, source: YamlSource, file: Path) -> tuple[Term, ...]:
        return tuple(
            self._placed(to_core.term(entry), source, file, ("terms", index))
            for index, entry in enumerate(content.terms)
        )

    def _plan(self, content: schema.PlanFile, source: YamlSource, file: Path) -> DeckPlan:
        made = to_core.plan(content)
        for index, phase in enumerate(made.phases):
            self._place(phase.id, source, file, ("phases", index))
        place = Place(file, source.line(("exam",)))
        first = self.plan_places.setdefault(made.exam, place)
        if first != place:
            text = f"the exam `{made.exam}` has a plan already, in {first.file.name}"
            self.problems.append(Problem(file, place.line, f"plan {made.exam}", text))
        return made

    def _relate(self, deck: Deck) -> None:
        """Judge what names other parts of the deck, now that all of it is read."""
        for item, text in deck_relations.problems(deck):
            self.problems.append(Problem(self.places[item].file, self.places[item].line, item, text))
        exams = {blueprint.id: blueprint for blueprint in deck.blueprints}
        for plan in deck.plans:
            whole = self.plan_places[plan.exam]
            if plan.exam not in exams:
                text = f"names the exam `{plan.exam}`, but the deck has no such blueprint"
                self.problems.append(Problem(whole.file, whole.line, f"plan {plan.exam}", text))
                continue
            for phase, text in deck_relations.plan_problems(plan, exams[plan.exam], deck):
                place = self.places.get(phase, whole)
                self.problems.append(Problem(place.file, place.line, phase or f"plan {plan.exam}", text))

    def _placed(self, item: ItemT, source: YamlSource, file: Path, path: ValuePath) -> ItemT:
        self._place(item.id, source, file, path)
        for text in (*deck_rules.faults(item), *self._coverage_faults(item)):
            self.problems.append(Problem(file, source.line(path), item.id, text))
        return item

    def _place(self, item: ItemId, source: YamlSource, file: Path, path: ValuePath) -> None:
        place = Place(file, source.line(path))
        if item in self.places:
            first = self.places[item]
            text = f"this id is already used at {first.file.name}:{first.line}"
            self.problems.append(Problem(file, place.line, item, text))
        else:
            self.places[item] = place

    def _coverage_faults(self, item: Item) -> Iterator[str]:
        blueprint_unread = any(file.parent.name == "blueprints" for file in self.unread)
        for coverage in item.covers:
            known = self.bullets.get(coverage.blueprint)
            if known is None:
                if not blueprint_unread:
                    yield f"covers `{coverage.blueprint}`, but the deck has no such blueprint"
                continue
            for bullet in coverage.bullets:
                if bullet not in known:
                    yield f"covers {bullet}, but {coverage.blueprint} has no such bullet"


def _all_misfits(source: YamlSource, kind: type[msgspec.Struct]) -> tuple[Misfit, ...]:
    if source.content is None and source.misfits:
        return source.misfits
    known = {misfit.path for misfit in source.misfits}
    return (*source.misfits, *(misfit for misfit in misfits(source.content, kind) if misfit.path not in known))


def _item_around(content: object, path: ValuePath) -> str:
    """Return the id of the innermost item around `path`, as far as it can be read."""
    found = _id_of(content)
    for step in path:
        if isinstance(content, dict):
            content = content.get(step)
        elif isinstance(content, list) and isinstance(step, int):
            content = content[step]
        found = _id_of(content) or found
    return found


def _id_of(content: object) -> str:
    """Return the id in `content`; ids of a single letter belong to options, and to no item."""
    name = content.get("id") if isinstance(content, dict) else None
    return name if isinstance(name, str) and len(name) > 1 else ""
