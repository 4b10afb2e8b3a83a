"""Thousands of drawn forms over several banks: each fits its blueprint to the item.

`CERTDECK_FORMS` says how many forms are drawn; `make forms` draws 10,000, the suite fewer.
"""

import os
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

import pytest

from certdeck.core.blueprint import Blueprint
from certdeck.core.deck import Question
from certdeck.core.exam.draw import Past, draw, give_aways, sizes_of
from certdeck.core.exam.form import Form
from certdeck.core.ids import ItemId
from tests.builders import NOON, blueprint
from tests.core.exam.banks import linked, mixed_bank

FORMS = int(os.environ.get("CERTDECK_FORMS", "1200"))
SITTINGS = 5
"""Forms that each learner sits, one after the other."""
REAL = blueprint()
SMALL = blueprint(weights=(40, 35, 25), tasks=2, scored=20, unscored=6)
BANKS: Mapping[str, tuple[Blueprint, tuple[Question, ...]]] = {
    "just enough": (REAL, mixed_bank(REAL, 7)),
    "two forms and a bit": (REAL, mixed_bank(REAL, 13, uneven=3)),
    "forty a task statement": (REAL, mixed_bank(REAL, 40)),
    "with give-aways": (REAL, linked(mixed_bank(REAL, 20, uneven=4), 60)),
    "full of give-aways": (SMALL, linked(mixed_bank(SMALL, 14), 25)),
    "small": (SMALL, mixed_bank(SMALL, 6, uneven=2)),
}


def fits_to_the_item(form: Form, exam: Blueprint) -> bool:
    found = Counter()  # type: ignore[var-annotated]  # cells
    for item in form.items:
        domain = exam.domain_of(item.task)
        assert domain is not None
        found[domain.id, item.scored] += 1
    return found == Counter({cell: size for cell, size in sizes_of(exam).items() if size})


def remembered(past: dict[ItemId, Past], form: Form, day: int) -> dict[ItemId, Past]:
    seen = dict(past)
    for item in form.items:
        name = item.question.id
        times = past[name].times if name in past else 0
        seen[name] = Past(times + 1, NOON + timedelta(days=day))
    return seen


def needless_repeats(
    form: Form,
    exam: Blueprint,
    bank: tuple[Question, ...],
    past: dict[ItemId, Past],
    links: Mapping[ItemId, frozenset[ItemId]],
) -> list[ItemId]:
    """Return scored questions that were seen before although their domain had a fresh one that could be asked."""
    asked = {item.question.id for item in form.items}
    repeats = []
    for item in form.items:
        if item.scored and item.question.id in past:
            domain = exam.domain_of(item.task)
            fresh = [
                question.id
                for question in bank
                if exam.domain_of(question.covers[0].task) == domain
                and question.id not in past
                and question.id not in asked
                and not links.get(question.id, frozenset()) & (asked - {item.question.id})
            ]
            # A fresh one that is asked without being scored would have had to be scored instead.
            unscored = [
                other.question.id
                for other in form.items
                if not other.scored and other.question.id not in past and exam.domain_of(other.task) == domain
            ]
            repeats += [item.question.id] if fresh or unscored else []
    return repeats


@pytest.mark.parametrize("name", BANKS)
def test_every_form_fits_to_the_item_without_repeats_or_give_aways(name: str) -> None:
    exam, bank = BANKS[name]
    links = give_aways(bank)
    for learner in range(max(1, FORMS // (len(BANKS) * SITTINGS))):
        past: dict[ItemId, Past] = {}
        for number in range(SITTINGS):
            form = draw(exam, bank, seed=1000 * learner + number, past=past)
            asked = [item.question.id for item in form.items]
            assert fits_to_the_item(form, exam), (learner, number)
            assert len(asked) == len(set(asked)), (learner, number)
            assert not [one for one in asked if links.get(one, frozenset()) & set(asked)], (learner, number)
            assert needless_repeats(form, exam, bank, past, links) == [], (learner, number)
            past = remembered(past, form, number)
