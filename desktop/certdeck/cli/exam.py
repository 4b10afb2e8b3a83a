"""`certdeck exam`: drawing, sitting and reading practice exams without a window, through the services that it uses."""

import argparse
from collections.abc import Callable
from pathlib import Path
from random import Random

from certdeck.cli import answer_sheet
from certdeck.cli.commands import opened
from certdeck.cli.exam_json import Values, form_json, head_json, result_json
from certdeck.cli.output import print_values
from certdeck.core.errors import ExamError
from certdeck.core.exam.form import Form
from certdeck.core.ids import BlueprintId, SittingId
from certdeck.services.catalogue import Services


def draw(options: argparse.Namespace) -> int:
    """Draw a form and print its questions; nothing is stored."""
    with opened(options.data_dir) as services:
        exam = services.library.exam(_blueprint(options)).blueprint
        form = services.exams.draw(exam.id, seed=_seed(options, services))
        values = form_json(form, exam)
        print_values(options, values, lambda: _form_lines(values))
    return 0


def sit(options: argparse.Namespace) -> int:
    """Sit a whole exam with given answers, store it, and print its result. What fails or is refused stores nothing."""
    answers = _answers(options.answers)
    with opened(options.data_dir) as services:
        # A seed that was named gives the same form whatever was sat before.
        sitting = services.exams.sit(
            answers,
            _blueprint(options),
            seed=_seed(options, services),
            form=options.form,
            anew=options.seed is not None,
        )
        _print_result(options, services, sitting.id)
    return 0


def grade(options: argparse.Namespace) -> int:
    """Store what was marked on a printed exam as a sitting, and print its result."""
    marks = " ".join(options.answers)
    file = Path(marks)
    try:
        if len(options.answers) == 1 and file.is_file():
            marks = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ExamError(f"{file} can't be read. Nothing was stored.") from error
    with opened(options.data_dir) as services:
        sitting = services.paper_exams.grade(options.code, marks, incomplete=options.incomplete)
        _print_result(options, services, sitting.id)
    return 0


def show(options: argparse.Namespace) -> int:
    """Print the result of a finished sitting."""
    with opened(options.data_dir) as services:
        name = SittingId(options.id)
        if services.exams.load(name).ending is None:
            raise ExamError(f"Exam {name} is not finished. Go on with it in the window; it is kept.")
        _print_result(options, services, name)
    return 0


def list_sittings(options: argparse.Namespace) -> int:
    """Print all sittings, the newest first."""
    with opened(options.data_dir) as services:
        services.exams.settle()
        values = [head_json(head) for head in services.exams.heads()]
        print_values(options, values, lambda: [_head_line(entry) for entry in values] or ["No exams yet."])
    return 0


def forms(options: argparse.Namespace) -> int:
    """Draw five fixed forms that share no question and print them as a file of a deck's `forms` folder."""
    with opened(options.data_dir) as services:
        exam = services.library.exam(_blueprint(options)).blueprint
        drawn = services.exams.draw_forms(exam.id, seed=_seed(options, services))
        print(f"exam: {exam.id}\nforms:")
        for form in drawn:
            print(f"  - name: {form.name}")
            for key, names in (("scored", form.scored), ("unscored", form.unscored)):
                print(f"    {key}:")
                print("\n".join(f"      - {name}" for name in names))
    return 0


def _answers(given: str) -> Callable[[Form], answer_sheet.Sheet]:
    """Return what gives the answers to a form. Raises `ExamError` when the file called `given` can't be read."""
    match given:
        case "key":
            return answer_sheet.from_key
        case "random":
            return lambda form: answer_sheet.from_dice(form, Random(form.seed))
        case _:
            return answer_sheet.from_file(Path(given))


def _blueprint(options: argparse.Namespace) -> BlueprintId | None:
    return BlueprintId(options.blueprint) if options.blueprint else None


def _seed(options: argparse.Namespace, services: Services) -> int:
    seed: int | None = options.seed
    return services.exams.new_seed() if seed is None else seed


def _print_result(options: argparse.Namespace, services: Services, name: SittingId) -> None:
    sitting, report = services.exams.report(name)
    values = result_json(sitting, report, services.exams.blueprint_of(sitting))
    print_values(options, values, lambda: _result_lines(values))


def _form_lines(values: Values) -> list[str]:
    items = values["items"]
    assert isinstance(items, list)
    rows = [
        f"{number:3}  {item['task']:4} {item['kind']:18} {'scored' if item['scored'] else 'unscored':9} {item['id']}"
        for number, item in enumerate(items, start=1)
    ]
    return [f"{values['blueprint']}, seed {values['seed']}, {len(items)} questions", *rows]


def _result_lines(values: Values) -> list[str]:
    head = f"{values['title']}: {values['correct']} of {values['scored']} scored questions right"
    if values["scaled"] is not None and isinstance(values["range"], list):
        low, high = values["range"]
        head += f"; estimated score {values['scaled']} ({low} to {high}), {values['verdict']}"
    domains, items = values["domains"], values["items"]
    assert isinstance(domains, list)
    assert isinstance(items, list)
    open_ones = sum(item["answer"] is None for item in items)
    return [
        head,
        *([f"  {open_ones} of {len(items)} questions have no answer"] if open_ones else []),
        *(f"  domain {entry['id']}: {entry['correct']} of {entry['of']}, {entry['verdict']}" for entry in domains),
    ]


def _head_line(values: Values) -> str:
    result = "running" if values["finished"] is None else f"{values['correct']} of {values['scored']}"
    score = "" if values["scaled"] is None else f", {values['scaled']}"
    return f"{values['id']:>4}  {str(values['started'])[:16]}  {values['title']}: {result}{score}"
