"""Fixed forms: exams whose questions the author of the deck has chosen once and for all.

Two learners, or one learner twice, can sit the very same test; and the forms of an exam share no question.
"""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Final

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import FixedForm, Question
from certdeck.core.errors import BankTooSmall
from certdeck.core.exam.draw import draw, give_aways, sizes_of
from certdeck.core.exam.form import Form, FormItem, shuffled
from certdeck.core.ids import ItemId

NAMES: Final = "ABCDE"


def assemble(fixed: FixedForm, blueprint: Blueprint, bank: Sequence[Question], *, seed: int) -> Form:
    """Return the form that `fixed` describes, its questions and their responses shuffled by `seed`.

    Raises `BankTooSmall` naming the questions that the deck no longer has, or that this exam can't ask.
    """
    dice = Random(seed)
    known = {question.id: question for question in bank}
    gone = [name for name in fixed.items() if not _fits(known.get(name), blueprint)]
    if gone:
        raise BankTooSmall(
            f"Form {fixed.name} names questions that the deck does not have, or not for this exam: {', '.join(gone)}. "
            "Nothing was started. Install the deck anew, or choose another exam."
        )
    items = []
    for name in fixed.items():
        coverage = known[name].coverage(blueprint.id)
        if coverage is not None:
            items.append(FormItem(known[name], coverage.task, name in fixed.scored, shuffled(known[name], dice)))
    dice.shuffle(items)
    return Form(blueprint.id, seed, tuple(items), outline=blueprint.outline())


def draw_fixed(blueprint: Blueprint, bank: Sequence[Question], *, seed: int) -> tuple[FixedForm, ...]:
    """Draw forms A to E that share no question.

    Raises `BankTooSmall` naming the form and the domain that is short of questions.
    """
    used: set[ItemId] = set()
    forms: list[FixedForm] = []
    for name in NAMES:
        rest = [question for question in bank if question.id not in used]
        try:
            form = draw(blueprint, rest, seed=seed + len(forms))
        except BankTooSmall as error:
            raise BankTooSmall(f"Form {name}: {error}") from error
        used |= {item.question.id for item in form.items}
        forms.append(
            FixedForm(
                blueprint.id,
                name,
                tuple(sorted(item.question.id for item in form.items if item.scored)),
                tuple(sorted(item.question.id for item in form.items if not item.scored)),
            )
        )
    return tuple(forms)


def problems(
    forms: Sequence[FixedForm], blueprint: Blueprint, bank: Mapping[ItemId, Question]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the fixed forms of one exam, as (name of the form, sentence)."""
    owner: dict[ItemId, str] = {}
    linked = give_aways(bank.values())
    for form in forms:
        unknown = [name for name in form.items() if not _fits(bank.get(name), blueprint)]
        if unknown:
            yield form.name, f"names {', '.join(unknown)}, which the exam can't ask"
        for name in form.items():
            if name in owner:
                yield form.name, f"asks {name}, which form {owner[name]} asks already"
            owner.setdefault(name, form.name)
        pairs = {tuple(sorted((a, b))) for a in form.items() for b in linked.get(a, ()) if b in form.items()}
        for first, second in sorted(pairs):
            yield form.name, f"asks {first} and {second}, which give each other away"
        if not unknown:
            yield from _misfits(form, blueprint, bank)


def _misfits(form: FixedForm, blueprint: Blueprint, bank: Mapping[ItemId, Question]) -> Iterator[tuple[str, str]]:
    for (domain, scored), size in sizes_of(blueprint).items():
        names = form.scored if scored else form.unscored
        found = sum(_domain(bank[name], blueprint) == domain for name in names)
        if found != size:
            kind = "scored" if scored else "unscored"
            yield form.name, f"asks {found} {kind} questions of domain {domain}; the blueprint asks for {size}"


def _fits(question: Question | None, blueprint: Blueprint) -> bool:
    return (
        question is not None
        and question.scenario is None
        and question.kind in blueprint.kinds
        and _domain(question, blueprint) is not None
    )


def _domain(question: Question, blueprint: Blueprint) -> str | None:
    coverage = question.coverage(blueprint.id)
    domain = blueprint.domain_of(coverage.task) if coverage else None
    return None if domain is None else domain.id
