"""Deck folders for tests: a small one written by hand, and one written from any core deck."""

from pathlib import Path
from typing import Any

import yaml

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import (
    Card,
    CardKind,
    ChoiceQuestion,
    ConfusionSet,
    Deck,
    FactsBlock,
    FormulasBlock,
    HookBlock,
    Item,
    MatchingQuestion,
    Option,
    Question,
    Sheet,
    SheetBlock,
    TableBlock,
    Term,
    TrapsBlock,
    TreeBlock,
    TreeNode,
)
from certdeck.core.deck_plan import DeckPlan, Gate, PlanPhase, QuizGate

DECK = """\
id: mini
title: A small deck
version: 1.0.0
language: en
licence: CC-BY-4.0
notice: Written for tests.
banned_words: [obviously]
"""
BLUEPRINT = """\
# An exam with one task statement
id: exam-1
code: EX-1
title: An exam
minutes: 30
scored: 1
unscored: 0
scale: {minimum: 100, maximum: 1000, passing: 720}
kinds: [multiple-choice, multiple-response, ordering, matching]
status: {text: It can be booked., checked: 2026-03-01, url: https://example.org/exam}
domains:
  - id: "1"
    title: Domain 1
    short: D1
    weight: 100
    tasks:
      - id: "1.1"
        title: Task 1.1
        short: T1.1
        bullets:
          - {id: 1.1.k1, text: Bullet, terms: [one, two]}
"""
CARDS = """\
cards:
  - kind: basic
    id: c-1
    covers: {exam-1: [1.1.k1]}
    sources: [{title: A page, url: https://example.org/page, checked: 2026-03-01}]
    front: Front?
    back: |-
      Back,
      two lines.

  - kind: typed
    id: c-2
    covers: {exam-1: [1.1.k1]}
    sources: [{title: A page, url: https://example.org/page, checked: 2026-03-01}]
    front: Which service?
    answer: AWS Glue
    back: Because.
"""
QUESTIONS = """\
questions:
  - kind: multiple-choice
    id: q-1
    title: Title
    covers: {exam-1: [1.1.k1]}
    sources: [{title: A page, url: https://example.org/page, checked: 2026-03-01}]
    difficulty: easy
    stem: Which one?
    options:
      - id: a
        text: Option a
        rationale: Why a.
        key: true
      - id: b
        text: Option b
        rationale: Why b.
      - {id: c, text: Option c, rationale: Why c.}
      - {id: d, text: Option d, rationale: Why d., pin_last: true, misconception: wrong-idea}
"""
MINI = {
    "deck.yaml": DECK,
    "blueprints/exam-1.yaml": BLUEPRINT,
    "cards/1.1.yaml": CARDS,
    "questions/1.1.yaml": QUESTIONS,
}


def write_files(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write `files` (contents by path) into `folder` and return it."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def mini_deck(folder: Path, **changed: str | bytes | None) -> Path:
    """Write the small deck; `deck`, `blueprint`, `cards`, `questions` replace a file, or leave it out where None."""
    places = {"deck": "deck.yaml", "blueprint": "blueprints/exam-1.yaml"}
    places |= {"cards": "cards/1.1.yaml", "questions": "questions/1.1.yaml"}
    contents = {places[name]: content for name, content in changed.items()}
    files = {name: contents.get(name, text) for name, text in MINI.items()}
    return write_files(folder, {name: content for name, content in files.items() if content is not None})


def write_deck(deck: Deck, folder: Path) -> Path:
    """Write `deck` in the project's own format into `folder` and return it."""
    head = {name: getattr(deck, name) for name in ("id", "title", "version", "language", "licence", "notice")}
    files: dict[str, object] = {"deck.yaml": head}
    files |= {f"blueprints/{exam.id}.yaml": _blueprint(exam) for exam in deck.blueprints}
    files["cards/all.yaml"] = {"cards": [_card(card) for card in deck.cards]}
    cases = [
        {
            "id": case.id,
            "title": case.title,
            "text": case.text,
            "questions": [_question(entry) for entry in deck.questions if entry.scenario == case.id],
        }
        for case in deck.scenarios
    ]
    alone = [_question(entry) for entry in deck.questions if entry.scenario is None]
    files["questions/all.yaml"] = {"questions": alone, "scenarios": cases}
    files |= {f"sheets/{sheet.id}.yaml": _sheet(sheet) for sheet in deck.sheets}
    files |= {f"plans/{plan.exam}.yaml": _plan(plan) for plan in deck.plans}
    if deck.confusions:
        files["confusions/all.yaml"] = {"confusions": [_confusion(entry) for entry in deck.confusions]}
    if deck.terms:
        files["glossary/all.yaml"] = {"terms": [_term(entry) for entry in deck.terms]}
    texts: dict[str, str | bytes] = {name: _yaml(content) for name, content in files.items()}
    return write_files(folder, texts)


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def _yaml(content: object) -> str:
    return str(yaml.dump(_plain(content), Dumper=_NoAliases, sort_keys=False, allow_unicode=True))


def _plain(value: object) -> object:
    """Turn tuples into lists and string enums into plain strings."""
    if isinstance(value, dict):
        return {str(name): _plain(entry) for name, entry in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    return str(value) if isinstance(value, str) else value


def _blueprint(exam: Blueprint) -> dict[str, Any]:
    plain = {name: getattr(exam, name) for name in ("id", "code", "title", "minutes", "scored", "unscored", "kinds")}
    domains = [
        {"id": domain.id, "title": domain.title, "short": domain.short, "weight": domain.weight}
        | {
            "tasks": [
                {"id": task.id, "title": task.title, "short": task.short}
                | {"bullets": [{"id": entry.id, "text": entry.text, "terms": entry.terms} for entry in task.bullets]}
                for task in domain.tasks
            ]
        }
        for domain in exam.domains
    ]
    scale = {"minimum": exam.scale.minimum, "maximum": exam.scale.maximum, "passing": exam.scale.passing}
    status = {"text": exam.status.text, "checked": exam.status.checked, "url": exam.status.url}
    return plain | {"scale": scale, "status": status, "domains": domains}


def _item(item: Item) -> dict[str, Any]:
    sources = [{"title": source.title, "url": source.url, "checked": source.checked} for source in item.sources]
    covers = {entry.blueprint: entry.bullets for entry in item.covers}
    texts = {"examined": item.examined, "today": item.today}
    return {"id": item.id, "covers": covers, "sources": sources, "tags": item.tags, "links": item.links} | texts


def _card(card: Card) -> dict[str, Any]:
    if card.kind is CardKind.CLOZE:
        return {"kind": card.kind, **_item(card), "text": card.front, "extra": card.back}
    return {"kind": card.kind, **_item(card), "front": card.front, "back": card.back, **_card_parts(card)}


def _card_parts(card: Card) -> dict[str, Any]:
    if card.kind is CardKind.TYPED:
        return {"answer": card.answer}
    if card.kind is CardKind.CHOICE:
        return {"choices": [{"text": choice.text, "right": choice.right} for choice in card.choices]}
    if card.grid is not None:
        return {"columns": card.grid.columns, "rows": card.grid.rows, "hiding": card.grid.hiding}
    if card.occlusion is not None:
        shapes = [
            {"outline": shape.outline, "points": shape.points, "number": shape.number}
            for shape in card.occlusion.shapes
        ]
        return {"picture": card.occlusion.picture, "shapes": shapes, "covering": card.occlusion.covering}
    return {}


def _question(question: Question) -> dict[str, Any]:
    shared = {"title": question.title, "stem": question.stem, "difficulty": question.difficulty}
    return {"kind": question.kind, **_item(question), **shared, **_responses(question)}


def _responses(question: Question) -> dict[str, Any]:
    if isinstance(question, ChoiceQuestion):
        return {"options": [_option(option) for option in question.options]}
    if isinstance(question, MatchingQuestion):
        prompts = [
            {"id": entry.id, "text": entry.text, "key": entry.key, "rationale": entry.rationale}
            for entry in question.prompts
        ]
        responses = [{"id": entry.id, "text": entry.text, "rationale": entry.rationale} for entry in question.responses]
        return {"prompts": prompts, "responses": responses, "reuse": question.reuse}
    return {
        name: [{"id": step.id, "text": step.text, "rationale": step.rationale} for step in steps]
        for name, steps in (("steps", question.steps), ("decoys", question.decoys))
    }


def _option(option: Option) -> dict[str, Any]:
    names = ("id", "text", "rationale", "key", "misconception", "pin_last")
    return {name: getattr(option, name) for name in names}


def _sheet(sheet: Sheet) -> dict[str, Any]:
    blocks = [_block(block) for block in sheet.blocks]
    return {**_item(sheet), "title": sheet.title, "minutes": sheet.minutes, "blocks": blocks}


def _block(block: SheetBlock) -> dict[str, Any]:
    title = {"title": block.title}
    match block:
        case TableBlock():
            return {"kind": "table", **title, "columns": block.columns, "rows": block.rows}
        case TreeBlock():
            return {"kind": "decision-tree", **title, "root": _node(block.root)}
        case TrapsBlock():
            return {"kind": "traps", **title, "traps": [{"term": e.term, "text": e.text} for e in block.traps]}
        case FormulasBlock():
            formulas = [{"name": e.name, "latex": e.latex, "meaning": e.meaning} for e in block.formulas]
            return {"kind": "formulas", **title, "formulas": formulas}
        case FactsBlock():
            return {"kind": "facts", **title, "facts": [{"term": e.term, "text": e.text} for e in block.facts]}
        case HookBlock():
            return {"kind": "hook", **title, "text": block.text}


def _node(node: TreeNode) -> dict[str, Any]:
    branches = [{"label": branch.label, "to": _node(branch.node)} for branch in node.branches]
    return {"text": node.text, "note": node.note, "icon": node.icon, "branches": branches}


def _confusion(confusion: ConfusionSet) -> dict[str, Any]:
    members = [{"name": entry.name, "cue": entry.cue, "cards": entry.cards} for entry in confusion.members]
    return {**_item(confusion), "title": confusion.title, "apart": confusion.apart, "members": members}


def _term(term: Term) -> dict[str, Any]:
    return {**_item(term), "term": term.term, "also": term.also, "means": term.means}


def _plan(plan: DeckPlan) -> dict[str, Any]:
    return {"exam": plan.exam, "weeks": plan.weeks, "phases": [_phase(phase) for phase in plan.phases]}


def _phase(phase: PlanPhase) -> dict[str, Any]:
    names = ("id", "title", "weeks", "goal", "tasks", "topics", "cards", "sheets", "exams")
    quizzes = [
        {name: getattr(quiz, name) for name in ("title", "tasks", "questions", "minutes")} for quiz in phase.quizzes
    ]
    return {name: getattr(phase, name) for name in names} | {"quizzes": quizzes, "gate": _gate(phase.gate)}


def _gate(gate: Gate) -> dict[str, Any]:
    if isinstance(gate, QuizGate):
        names = ("tasks", "questions", "minutes", "percent", "otherwise")
        return {"kind": "quiz"} | {name: getattr(gate, name) for name in names}
    score = {"percent": gate.percent} if gate.scaled is None else {"scaled": gate.scaled}
    return {"kind": "exam", "form": gate.form, **score, "otherwise": gate.otherwise}
