"""Where a learner would gain most points."""

from dataclasses import replace

from certdeck.core.deck import FactsBlock, TrapsBlock
from certdeck.core.ids import BulletId, DomainId, TaskId
from certdeck.core.statistics.coverage import BulletStanding, DomainStanding, Standing, TaskStanding
from certdeck.core.weak_points import WeakPoints, asked_by, ranked, right_of, versions, weak_bullets
from tests.exporters import sample


def standing(domain: str, weight: int, *bullets: BulletStanding) -> DomainStanding:
    task = TaskStanding(TaskId(f"{domain}.1"), "Task", "Task", Standing(), bullets, ())
    return DomainStanding(DomainId(domain), "Domain", weight, Standing(), (task,))


def bullet(name: str, share: float, met: int = 10) -> BulletStanding:
    return BulletStanding(BulletId(name), f"Text of {name}", Standing(faces=10, met=met, recalled=10 * share))


STANDINGS = (
    standing("1", 28, bullet("1.1.k1", 0.9), bullet("1.1.k2", 0.5)),
    standing("3", 22, bullet("3.1.k1", 0.2), bullet("3.1.k2", 0.0, met=0)),
)


def test_what_brings_most_points_comes_first_and_what_was_not_begun_is_left_out() -> None:
    weak = weak_bullets(sample.BLUEPRINT, STANDINGS)
    assert [entry.bullet for entry in weak] == ["3.1.k1", "1.1.k2", "1.1.k1"]
    # 900 points of the scale, 22 of 100 for the domain, two bullets, four fifths forgotten.
    assert weak[0].points == 900 * 0.22 / 2 * 0.8


def test_missed_questions_and_leeches_follow_the_points_of_their_bullets() -> None:
    other = replace(sample.CHOICE, id=sample.CASE.id, covers=sample.coverage("1.1.k1"))
    weak = ranked(sample.BLUEPRINT, weak_bullets(sample.BLUEPRINT, STANDINGS), (other, sample.CHOICE), (sample.BASIC,))
    assert weak.missed == (sample.CHOICE, other)
    assert weak
    assert not WeakPoints((), (), ())


def test_the_versions_of_the_page_hold_ever_less() -> None:
    bullets = weak_bullets(sample.BLUEPRINT, (standing("1", 100, *(bullet(f"1.1.k{at}", 0.1) for at in range(40))),))
    made = versions(ranked(sample.BLUEPRINT, bullets, (sample.CHOICE,), (sample.BASIC,)), "Weak")
    counts = [sum(len(block.facts) for block in sheet.blocks if isinstance(block, FactsBlock)) for sheet in made]
    assert counts == sorted(counts, reverse=True)
    assert (counts[0], counts[-1]) == (30, 1)
    assert sum(isinstance(block, TrapsBlock) for block in made[0].blocks) == 2


def test_the_right_answer_is_told_with_its_reason() -> None:
    assert right_of(sample.CHOICE) == "Option number **1**. Reason 1"
    assert right_of(sample.ORDERING) == "Step called a → Step called b → Step called c"
    assert right_of(sample.MATCHING).startswith("Need a: Service A; Need b")


def test_the_gaps_of_a_cloze_card_are_filled() -> None:
    assert asked_by(sample.CLOZE).startswith("An answer takes 60 **seconds** or `AWS::X`")
