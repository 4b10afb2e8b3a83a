"""What is part of what."""

from certdeck.core.ids import BlueprintId, DeckId
from certdeck.core.scheduling.scope import Scope

DECK, EXAM = DeckId("deck-1"), BlueprintId("exam-1")
WHOLE = Scope(DECK, EXAM)


def test_an_exam_covers_its_domains_and_a_domain_its_task_statements() -> None:
    domain, task = Scope(DECK, EXAM, "3"), Scope(DECK, EXAM, "3.1")
    for narrow in (WHOLE, domain, task):
        assert WHOLE.covers(narrow)
    assert domain.covers(task)
    assert not task.covers(domain)
    assert not domain.covers(Scope(DECK, EXAM, "30.1"))


def test_another_deck_or_exam_is_no_part() -> None:
    assert not WHOLE.covers(Scope(DeckId("deck-2"), EXAM))
    assert not WHOLE.covers(Scope(DECK, BlueprintId("exam-2")))
    assert not Scope(DECK).covers(WHOLE)
