"""Exams that are sat on paper: printing one, and grading what came back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from certdeck.core.errors import ExamError
from certdeck.core.exam.bubbles import PaperCode, code_of, read_code, read_sheet, unmentioned
from certdeck.core.exam.conduct import Mode, conduct
from certdeck.ports.printing import ExamPaper
from certdeck.services.printing import head_only

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from certdeck.core.exam.answers import Answer
    from certdeck.core.exam.form import Form
    from certdeck.core.exam.sitting import Sitting
    from certdeck.core.ids import ItemId
    from certdeck.ports.printing import PaperPrinter, PrintOptions, Printout
    from certdeck.ports.store import Store
    from certdeck.services.exams import ExamService
    from certdeck.services.library import LibraryService


_SEEDS: Final = 100_000
_DRAFT: Final = "paper-exam "
"""Drafts are kept among the settings, under the code of their exam."""


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """What was typed so far of a printed exam: the letters of each question, in their order."""

    code: str
    marks: tuple[str, ...]


class PaperExamService:
    """Prints forms of the exam that is studied for, and turns the marks on paper into sittings."""

    def __init__(
        self, store: Store, library: LibraryService, exams: ExamService, printer: Callable[[], PaperPrinter]
    ) -> None:
        self._store = store
        self._library = library
        self._exams = exams
        self._printer = printer

    def new_seed(self) -> int:
        """Return a seed for an exam on paper: a short one, for its code will have to be typed."""
        return self._exams.new_seed() % _SEEDS

    def print(
        self, target: Path | None, options: PrintOptions, *, seed: int | None = None, form: str | None = None
    ) -> tuple[PaperCode, Printout]:
        """Print an exam that `seed` draws, or a fixed form, and return its code.

        It is drawn as if nothing had been sat before, so that the code leads back to it. Raises what drawing raises,
        and `ExportError` when the file can't be written.
        """
        exam = self._library.exam()
        drawn = self._exams.draw(exam.blueprint.id, seed=self.new_seed() if seed is None else seed, form=form)
        code = code_of(drawn, form or "")
        title = f"{exam.blueprint.code} form {form}" if form else f"{exam.blueprint.code} practice exam"
        paper = ExamPaper(title, drawn, str(code), head_only(exam), exam.blueprint)
        return code, self._printer().exam(paper, target, options)

    def form(self, code: str) -> tuple[PaperCode, Form]:
        """Return the code as it is printed and the form that it leads to.

        Raises `ExamError` for a code that is none or whose exam is no longer the same.
        """
        wanted = read_code(code)
        form = self._exams.draw(seed=wanted.seed, form=wanted.form or None)
        _refuse_another(form, wanted)
        return wanted, form

    def grade(self, code: str, marks: str, *, incomplete: bool = False) -> Sitting:
        """Store what was marked on the printed exam `code` as a sitting, graded, and return it; its draft goes.

        Raises `ExamError` for a code that is none or whose exam is no longer the same, for marks that its questions
        can't have, and, unless they may be `incomplete`, where a question has neither letters nor a dash: no sitting
        can be taken back. Then nothing was stored.
        """
        wanted = read_code(code)

        def answers(form: Form) -> Mapping[ItemId, Answer]:
            _refuse_another(form, wanted)
            given = read_sheet(form, marks)
            if not incomplete:
                _refuse_gaps(form, marks)
            return given

        rules = conduct(Mode.PAPER)
        sitting = self._exams.sit(answers, seed=wanted.seed, form=wanted.form or None, anew=True, conduct=rules)
        self.drop(wanted)
        return sitting

    # --- Drafts

    def drafts(self) -> tuple[PaperDraft, ...]:
        """Return what was typed of printed exams that are not graded yet, by their codes."""
        with self._store.open() as work:
            stored = work.preferences.all()
        found = ((name.removeprefix(_DRAFT), _marks(text)) for name, text in sorted(stored.items()) if _is_draft(name))
        return tuple(PaperDraft(code, marks) for code, marks in found)

    def draft(self, code: PaperCode) -> tuple[str, ...]:
        """Return the letters of each question typed so far for the printed exam `code`; none if there is no draft."""
        return next((draft.marks for draft in self.drafts() if draft.code == str(code)), ())

    def keep(self, code: PaperCode, marks: Sequence[str]) -> None:
        """Keep what was typed so far. Durable when it returns."""
        with self._store.open(writing=True) as work:
            work.preferences.put(f"{_DRAFT}{code}", json.dumps(list(marks)))
            work.commit()

    def drop(self, code: PaperCode) -> None:
        """Forget what was typed of the printed exam `code`."""
        with self._store.open(writing=True) as work:
            work.preferences.remove(f"{_DRAFT}{code}")
            work.commit()


def _refuse_another(form: Form, wanted: PaperCode) -> None:
    if code_of(form, wanted.form) != wanted:
        raise ExamError(
            f"The exam {wanted} can't be graded: the deck has changed since it was printed, or the code has a slip. "
            "Nothing was stored."
        )


def _refuse_gaps(form: Form, marks: str) -> None:
    missing = unmentioned(form, marks)
    if missing:
        first = f"question {missing[0]} is the first" if len(missing) > 1 else f"question {missing[0]}"
        raise ExamError(
            f"{len(missing)} of {len(form.items)} questions have neither letters nor a dash ({first}). Nothing was "
            "stored. Give a dash for each that was left out, or add --incomplete to count them as wrong."
        )


def _is_draft(name: str) -> bool:
    return name.startswith(_DRAFT)


def _marks(text: str) -> tuple[str, ...]:
    """Read the letters of a draft. What another version may have written otherwise counts as nothing."""
    try:
        values = json.loads(text)
    except ValueError:
        return ()
    return tuple(map(str, values)) if isinstance(values, list) else ()
