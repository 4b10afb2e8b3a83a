"""Exams that are sat on paper: printing one, and grading what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certdeck.core.errors import ExamError
from certdeck.core.exam.bubbles import PaperCode, code_of, read_code, read_sheet
from certdeck.ports.printing import ExamPaper
from certdeck.services.printing import head_only

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from certdeck.core.exam.answers import Answer
    from certdeck.core.exam.form import Form
    from certdeck.core.exam.sitting import Sitting
    from certdeck.core.ids import ItemId
    from certdeck.ports.printing import PaperPrinter, PrintOptions, Printout
    from certdeck.services.exams import ExamService
    from certdeck.services.library import LibraryService


class PaperExamService:
    """Prints forms of the exam that is studied for, and turns the marks on paper into sittings."""

    def __init__(self, library: LibraryService, exams: ExamService, printer: Callable[[], PaperPrinter]) -> None:
        self._library = library
        self._exams = exams
        self._printer = printer

    def print(
        self, target: Path | None, options: PrintOptions, *, seed: int | None = None, form: str | None = None
    ) -> tuple[PaperCode, Printout]:
        """Print an exam that `seed` draws, or a fixed form, and return its code.

        It is drawn as if nothing had been sat before, so that the code leads back to it. Raises what drawing raises,
        and `ExportError` when the file can't be written.
        """
        exam = self._library.exam()
        drawn = self._exams.draw(exam.blueprint.id, seed=self._exams.new_seed() if seed is None else seed, form=form)
        code = code_of(drawn, form or "")
        title = f"{exam.blueprint.code} form {form}" if form else f"{exam.blueprint.code} practice exam"
        paper = ExamPaper(title, drawn, str(code), head_only(exam), exam.blueprint)
        return code, self._printer().exam(paper, target, options)

    def grade(self, code: str, marks: str) -> Sitting:
        """Store what was marked on the printed exam `code` as a sitting, graded, and return it.

        Raises `ExamError` for a code that is none or whose exam is no longer the same, and for marks that its questions
        can't have. Then nothing was stored.
        """
        wanted = read_code(code)

        def answers(form: Form) -> Mapping[ItemId, Answer]:
            if code_of(form, wanted.form) != wanted:
                raise ExamError(
                    f"The exam {code} can't be graded: the deck has changed since it was printed, or the code has a "
                    "slip. Nothing was stored."
                )
            return read_sheet(form, marks)

        return self._exams.sit(answers, seed=wanted.seed, form=wanted.form or None, anew=True)
