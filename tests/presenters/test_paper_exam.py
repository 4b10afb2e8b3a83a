"""Typing in what was marked on a printed exam, without Qt."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from certdeck.core.errors import ExamError
from certdeck.core.exam.bubbles import Fit, PaperCode, code_of, key_marks
from certdeck.core.exam.conduct import Mode
from certdeck.core.exam.form import Form
from certdeck.presenters.exam_list import exams_view
from certdeck.presenters.paper_exam import PaperExamPresenter, PaperExamView
from certdeck.presenters.report import ReportPresenter
from certdeck.presenters.report_views import ReportView
from certdeck.services.catalogue import Services
from tests.clock import FixedClock
from tests.library import open_library
from tests.sitting import paper_deck


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_library(tmp_path, paper_deck(), FixedClock()) as opened:
        yield opened


@pytest.fixture
def paper(services: Services) -> tuple[PaperCode, Form]:
    form = services.exams.draw(seed=7, form="A")
    return code_of(form, "A"), form


class Typist:
    """Types at a page and remembers what it shows."""

    def __init__(self, services: Services, paper: tuple[PaperCode, Form]) -> None:
        self.form = paper[1]
        self.views: list[PaperExamView] = []
        self.presenter = PaperExamPresenter(services, *paper, render=self.views.append)
        self.presenter.show()

    @property
    def view(self) -> PaperExamView:
        return self.views[-1]

    def key(self, number: int) -> str:
        return key_marks(self.form.items[number - 1])

    def type_key(self) -> None:
        for number in range(1, len(self.form.items) + 1):
            self.presenter.type(number, self.key(number))


def test_each_field_says_what_it_takes(services: Services, paper: tuple[PaperCode, Form]) -> None:
    view = Typist(services, paper).view
    assert view.about == f"Code {paper[0]}, 5 questions"
    assert {"A to D", "2 of A to E"} <= {field.wanted for field in view.fields}
    assert any("in order" in field.wanted for field in view.fields)
    assert any("each" in field.wanted for field in view.fields)
    assert (view.done, view.missing, view.at) == ("0 of 5 answered", "", 1)


def test_a_whole_answer_goes_on_and_a_part_of_one_stays(services: Services, paper: tuple[PaperCode, Form]) -> None:
    typist = Typist(services, paper)
    for number in range(1, 5):
        for end in range(1, len(typist.key(number)) + 1):
            typist.presenter.type(number, typist.key(number)[:end].lower())
            assert typist.view.at == (number + 1 if end == len(typist.key(number)) else None)
        assert typist.view.fields[number - 1].marks == typist.key(number)
    typist.presenter.type(5, typist.key(5))
    assert typist.view.at is None


def test_what_is_no_letter_is_left_out(services: Services, paper: tuple[PaperCode, Form]) -> None:
    typist = Typist(services, paper)
    typist.presenter.type(1, " 1)é\x00" + typist.key(1) + "A" * 50)
    assert len(typist.view.fields[0].marks) == 12
    assert typist.view.fields[0].fit is Fit.UNFIT


def test_what_is_missing_and_what_is_impossible_is_said(services: Services, paper: tuple[PaperCode, Form]) -> None:
    typist = Typist(services, paper)
    typist.presenter.type(2, typist.key(2))
    typist.presenter.type(4, "Z")
    assert (typist.view.missing, typist.view.unfit) == ("Missing: 1, 3, 5", "Not possible: 4")
    assert "; no Z, only" in typist.view.fields[3].spoken
    with pytest.raises(ExamError, match="Question 4 can't be answered so: no Z"):
        typist.presenter.question()
    typist.presenter.type(4, typist.key(4))
    assert typist.presenter.question() == "3 questions have no whole answer and count as wrong: 1, 3, 5."
    typist.type_key()
    assert typist.presenter.question() == ""


def test_the_next_gap_is_looked_for_behind_and_then_from_the_first(
    services: Services, paper: tuple[PaperCode, Form]
) -> None:
    typist = Typist(services, paper)
    typist.type_key()
    typist.presenter.type(2, "")
    typist.presenter.go_to_gap(4)
    assert typist.view.at == 2
    typist.presenter.type(2, typist.key(2))
    typist.presenter.go_to_gap(4)
    assert typist.view.at is None


def test_every_letter_is_kept_and_the_exam_can_be_gone_on_with(
    services: Services, paper: tuple[PaperCode, Form]
) -> None:
    typist = Typist(services, paper)
    typist.presenter.type(1, typist.key(1))
    typist.presenter.type(2, typist.key(2))
    (draft,) = exams_view(services).drafts
    assert (draft.code, draft.where) == (str(paper[0]), "2 of 5 typed in")
    again = Typist(services, services.paper_exams.form(draft.code))
    assert [field.marks for field in again.view.fields[:3]] == [typist.key(1), typist.key(2), ""]
    assert again.view.at == 3
    again.presenter.clear()
    assert exams_view(services).drafts == ()


def test_grading_makes_a_sitting_that_says_it_was_on_paper_and_ends_the_draft(
    services: Services, paper: tuple[PaperCode, Form]
) -> None:
    typist = Typist(services, paper)
    typist.type_key()
    name = typist.presenter.grade()
    (past,) = exams_view(services).past
    assert past.when.endswith("on paper")
    assert past.time == "not timed"
    assert exams_view(services).drafts == ()
    views: list[ReportView] = []
    ReportPresenter(services, name, render=views.append, changed=lambda _changes: None).show()
    assert views[0].when.endswith("not timed")
    assert views[0].score.conduct == "On paper, typed in"
    assert "on paper" in views[0].time.empty
    assert views[0].missed == 0
    assert services.exams.load(name).conduct.mode is Mode.PAPER


def test_a_draft_that_another_version_wrote_counts_as_nothing(
    services: Services, paper: tuple[PaperCode, Form]
) -> None:
    for text in ("{", '{"a": 1}', '["A"]'):
        with services.store.open(writing=True) as work:
            work.preferences.put(f"paper-exam {paper[0]}", text)
            work.commit()
        assert Typist(services, paper).view.done == "0 of 5 answered"


@pytest.mark.parametrize("code", ["", "7", "7-ZZ", "7A-0000", "7B-0000"])
def test_a_code_that_leads_nowhere_is_refused(services: Services, code: str) -> None:
    with pytest.raises(ExamError, match="Nothing was"):
        services.paper_exams.form(code)
