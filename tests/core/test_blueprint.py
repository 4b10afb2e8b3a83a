"""A blueprint finds its own parts."""

from certdeck.core.ids import TaskId
from tests.builders import blueprint


def test_a_form_holds_scored_and_unscored_questions() -> None:
    assert blueprint(scored=50, unscored=15).total == 65


def test_task_statements_come_in_the_guides_order_with_their_domain() -> None:
    exam = blueprint(weights=(60, 40), tasks=2)
    assert [(domain.id, task.id) for domain, task in exam.tasks()] == [
        ("1", "1.1"),
        ("1", "1.2"),
        ("2", "2.1"),
        ("2", "2.2"),
    ]


def test_all_bullets_are_known_by_id() -> None:
    assert blueprint(weights=(100,), tasks=2).bullet_ids() == {"1.1.k1", "1.1.k2", "1.2.k1", "1.2.k2"}


def test_a_task_statement_is_found_with_its_domain() -> None:
    exam = blueprint()
    task, domain = exam.task(TaskId("3.2")), exam.domain_of(TaskId("3.2"))
    assert task is not None
    assert domain is not None
    assert (task.title, domain.title) == ("Task 3.2", "Domain 3")


def test_an_unknown_task_statement_is_none() -> None:
    assert blueprint().task(TaskId("9.9")) is None
    assert blueprint().domain_of(TaskId("9.9")) is None
