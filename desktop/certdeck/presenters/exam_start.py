"""Before an exam, without Qt: what is asked, how it is run, how long it takes, and whether the bank can fill it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from certdeck.core.deck import Difficulty
from certdeck.core.exam.conduct import SAT_HERE, Conduct, ExtraTime, Mode, SittingKind, conduct
from certdeck.core.exam.quiz import CASE, Pool, Selection
from certdeck.core.exam.sitting import Sitting
from certdeck.core.exam.wording import EXTRA_WORDS, KIND_WORDS, MODE_WORDS
from certdeck.core.ids import BlueprintId, TaskId
from certdeck.ports.sittings import SittingHead
from certdeck.presenters.dates import counted, day_text, minutes_text
from certdeck.presenters.exam_rules import MODE_NOTES, rules
from certdeck.services.catalogue import Services
from certdeck.services.library import Exam

QUIZ_COUNTS: Final = (5, 10, 15, 20)
POOL_WORDS: Final = {
    Pool.ALL: "All",
    Pool.NEW: "Only new",
    Pool.MISSED: "Only missed",
    Pool.FLAGGED: "Only flagged",
}
EXTRA_CHOICES: Final = {
    **EXTRA_WORDS,
    ExtraTime.ESL: f"{EXTRA_WORDS[ExtraTime.ESL]} (English is not my first language)",
}
"""Extra time in words, with what speaks for it."""


class What(StrEnum):
    """What can be sat."""

    EXAM = "exam"
    FORM = "form"
    QUIZ = "quiz"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the learner has chosen so far. An empty set or text leaves that side open; 0 minutes are the exam's pace."""

    what: What = What.EXAM
    form: str = ""
    topic: str = ""
    count: int = 10
    kinds: frozenset[str] = frozenset()
    difficulties: frozenset[Difficulty] = frozenset()
    pool: Pool = Pool.ALL
    minutes: int = 0
    mode: Mode = Mode.EXAM
    extra: ExtraTime = ExtraTime.STANDARD
    runs_on: bool = False

    @property
    def whole(self) -> bool:
        """Whether a whole exam is asked for."""
        return self.what in (What.EXAM, What.FORM)


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One of several choices: its key, its words, whether it holds, and what is to be said of it."""

    key: str
    words: str
    on: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class StartView:
    """The page before an exam. `fits` says how many questions there are for a quiz, `problem` why Begin can't work.

    `timed` tells whether there is a time limit, so that minutes count for something.
    """

    code: str
    title: str
    wish: Wish
    whats: tuple[ChoiceView, ...]
    forms: tuple[ChoiceView, ...]
    topics: tuple[ChoiceView, ...]
    kinds: tuple[ChoiceView, ...]
    difficulties: tuple[ChoiceView, ...]
    modes: tuple[ChoiceView, ...]
    times: tuple[ChoiceView, ...]
    may_run_on: bool
    timed: bool
    summary: str
    rules: tuple[tuple[str, str], ...]
    fits: str
    problem: str


class StartPresenter:
    """Turns choices into a sitting. `render` is called with a new `StartView` after each of them."""

    def __init__(
        self,
        services: Services,
        exam: BlueprintId,
        render: Callable[[StartView], None],
        wish: Wish | None = None,
    ) -> None:
        """Read the exam and its bank once. Raises `CertdeckError` when there is no such exam."""
        self._services = services
        self._exam: Exam = services.library.exam(exam)
        self._render = render
        # Each click counts what fits; the bank does not change while the page is open.
        self._candidates = services.exams.candidates(exam)
        self._heads = services.exams.heads()
        extra = services.preferences.settings.extra_time
        self._wish = wish or Wish(extra=extra)
        if wish is not None and not wish.whole:
            self._wish = replace(wish, extra=extra)
        if self._wish.what is What.QUIZ and self._wish.count not in QUIZ_COUNTS:
            # Three missed questions, say: a quiz offers round numbers only.
            self._wish = replace(self._wish, what=What.CUSTOM)
        self._wish = self._still_offered(self._wish)

    @property
    def wish(self) -> Wish:
        """What is chosen now."""
        return self._wish

    def show(self) -> None:
        """Render the present choices."""
        self._render(self._view())

    def choose(self, **fields: object) -> None:
        """Change fields of the wish; what no longer goes together falls back to what does."""
        changed: Wish = replace(self._wish, **fields)  # type: ignore[arg-type]  # fields of Wish
        if "what" in fields and not changed.whole and self._wish.whole and changed.mode is Mode.EXAM:
            changed = replace(changed, mode=Mode.PRACTICE)
        if fields.get("what") is What.QUIZ and "count" not in fields and changed.count not in QUIZ_COUNTS:
            changed = replace(changed, count=min(QUIZ_COUNTS, key=lambda count: abs(count - changed.count)))
        if not changed.whole and changed.mode is Mode.REHEARSAL:
            changed = replace(changed, mode=Mode.PRACTICE)
        if changed.mode is Mode.REHEARSAL and changed.extra is ExtraTime.UNTIMED:
            changed = replace(changed, extra=ExtraTime.STANDARD)
        if changed.what is What.FORM and not changed.form:
            changed = replace(changed, form=next(iter(self._form_names()), ""))
        self._wish = changed
        if "extra" in fields:
            self._services.preferences.change(extra_time=changed.extra)
        self.show()

    def toggle(self, field: str, key: str) -> None:
        """Put `key` into the set called `field`, or take it out."""
        held: frozenset[str] = getattr(self._wish, field)
        value = Difficulty(key) if field == "difficulties" else key
        self.choose(**{field: held - {value} if value in held else held | {value}})

    def begin(self) -> Sitting:
        """Draw the form and begin. Raises `ExamError` when the bank can't fill it; nothing was started then."""
        wish, exam, agreed = self._wish, self._exam.blueprint.id, self.conduct()
        exams = self._services.exams
        match wish.what:
            case What.EXAM:
                return exams.start(exam, conduct=agreed)
            case What.FORM:
                return exams.start_form(wish.form, exam, conduct=agreed)
            case What.QUIZ | What.CUSTOM:
                quiz = wish.what is What.QUIZ
                return exams.start_quiz(
                    self._selection(),
                    exam,
                    kind=SittingKind.QUIZ if quiz else SittingKind.CUSTOM,
                    title=self._title(),
                    minutes=None if quiz or not wish.minutes else wish.minutes,
                    conduct=agreed,
                )

    def conduct(self) -> Conduct:
        """Return the rules that Begin agrees to."""
        wish = self._wish
        runs_on = wish.runs_on if wish.mode is Mode.EXAM else None
        without = self._services.preferences.settings.left_out(wish.mode)
        return conduct(wish.mode, without=without, extra=wish.extra, runs_on=runs_on)

    def _still_offered(self, wish: Wish) -> Wish:
        """Return `wish` without what the deck no longer has: it may have been updated since."""
        if wish.form not in self._form_names():
            first = next(iter(self._form_names()), "") if wish.what is What.FORM else ""
            wish = replace(wish, form=first)
        if wish.what is What.FORM and not wish.form:
            wish = replace(wish, what=What.EXAM)
        if wish.topic not in {topic.key for topic in self._topics()}:
            wish = replace(wish, topic="")
        return replace(wish, kinds=wish.kinds & {kind.key for kind in self._kinds()})

    def _selection(self) -> Selection:
        wish = self._wish
        custom = wish.what is What.CUSTOM
        return Selection(
            count=wish.count,
            tasks=self._tasks(),
            kinds=wish.kinds if custom else frozenset(),
            difficulties=wish.difficulties if custom else frozenset(),
            pool=wish.pool,
        )

    def _tasks(self) -> frozenset[TaskId]:
        topic = self._wish.topic
        return frozenset(task.id for domain, task in self._exam.blueprint.tasks() if topic in (domain.id, task.id))

    def _title(self) -> str:
        if self._wish.what is What.CUSTOM:
            return f"{self._exam.blueprint.code} custom exam"
        topic = next((entry.words.strip() for entry in self._topics() if entry.key == self._wish.topic), "")
        return f"Quiz: {topic}" if self._wish.topic else f"{self._exam.blueprint.code} quiz"

    def _fitting(self) -> int:
        selection = self._selection()
        return sum(map(selection.holds, self._candidates))

    def _standard_minutes(self) -> float:
        blueprint, wish = self._exam.blueprint, self._wish
        if wish.whole:
            return blueprint.minutes
        if wish.what is What.CUSTOM and wish.minutes:
            return wish.minutes
        return wish.count * blueprint.minutes / blueprint.total

    def _form_names(self) -> tuple[str, ...]:
        return tuple(form.name for form in self._exam.deck.forms if form.exam == self._exam.blueprint.id)

    # --- Views

    def _view(self) -> StartView:
        wish, blueprint = self._wish, self._exam.blueprint
        fitting = 0 if wish.whole else self._fitting()
        agreed = self.conduct()
        return StartView(
            code=blueprint.code,
            title=blueprint.title,
            wish=wish,
            whats=self._whats(),
            forms=tuple(self._form(name) for name in self._form_names()),
            topics=self._topics(),
            kinds=self._kinds(),
            difficulties=tuple(
                ChoiceView(level, level.capitalize(), level in wish.difficulties) for level in Difficulty
            ),
            modes=self._modes(),
            times=self._times(),
            may_run_on=wish.mode is Mode.EXAM and wish.extra is not ExtraTime.UNTIMED,
            timed=agreed.extra is not ExtraTime.UNTIMED,
            summary=self._summary(agreed),
            rules=rules(agreed, blueprint.unscored if wish.whole else 0),
            fits="" if wish.whole else f"{counted(fitting, 'question')} fit",
            problem=self._problem(fitting),
        )

    def _whats(self) -> tuple[ChoiceView, ...]:
        blueprint = self._exam.blueprint
        choices = [
            (What.EXAM, "Whole exam", f"{blueprint.total} questions, drawn fresh by the official weights"),
            (What.FORM, "Fixed form", "The same test for everybody; forms share no question"),
            (What.QUIZ, "Quiz", "A few questions of a domain or task statement"),
            (What.CUSTOM, "Custom", "Number, kinds, difficulty and topics as you like"),
        ]
        return tuple(
            ChoiceView(what, words, what is self._wish.what, note)
            for what, words, note in choices
            if what is not What.FORM or self._form_names()
        )

    def _form(self, name: str) -> ChoiceView:
        sat = [head for head in self._heads if head.form == name and head.blueprint == self._exam.blueprint.id]
        return ChoiceView(name, f"Form {name}", name == self._wish.form, self._sat_words(sat))

    def _sat_words(self, sat: list[SittingHead]) -> str:
        if not sat:
            return "not sat yet"
        last, zone = sat[0], self._services.clock.zone()
        day = day_text(last.started_at.astimezone(zone).date())
        return f"sat on {day}, not submitted" if last.scaled is None else f"sat on {day}, {last.scaled}"

    def _topics(self) -> tuple[ChoiceView, ...]:
        topics = [ChoiceView("", "All domains", not self._wish.topic)]
        for domain in self._exam.blueprint.domains:
            topics.append(ChoiceView(domain.id, f"{domain.id} {domain.short}", self._wish.topic == domain.id))
            topics += [
                ChoiceView(task.id, f"    {task.id} {task.short}", self._wish.topic == task.id) for task in domain.tasks
            ]
        return tuple(topics)

    def _kinds(self) -> tuple[ChoiceView, ...]:
        held = {entry.question.kind if entry.question.scenario is None else CASE for entry in self._candidates}
        return tuple(
            ChoiceView(kind, words, kind in self._wish.kinds) for kind, words in KIND_WORDS.items() if kind in held
        )

    def _modes(self) -> tuple[ChoiceView, ...]:
        return tuple(
            ChoiceView(mode, MODE_WORDS[mode], mode is self._wish.mode, MODE_NOTES[mode])
            for mode in SAT_HERE
            if mode is not Mode.REHEARSAL or self._wish.whole
        )

    def _times(self) -> tuple[ChoiceView, ...]:
        if self._wish.mode is Mode.REVIEW:
            return ()
        minutes = self._standard_minutes()
        choices = []
        for extra, words in EXTRA_CHOICES.items():
            seconds = extra.seconds(minutes)
            if seconds is not None or self._wish.mode is not Mode.REHEARSAL:
                length = "" if seconds is None else f": {minutes_text(round(seconds / 60))}"
                choices.append(ChoiceView(extra, f"{words}{length}", extra is self._wish.extra))
        return tuple(choices)

    def _summary(self, agreed: Conduct) -> str:
        blueprint, wish = self._exam.blueprint, self._wish
        asked = counted(blueprint.total if wish.whole else wish.count, "question")
        seconds = agreed.extra.seconds(self._standard_minutes())
        length = "no time limit" if seconds is None else minutes_text(round(seconds / 60))
        return f"{asked}, {length}"

    def _problem(self, fitting: int) -> str:
        wish = self._wish
        if wish.whole or fitting >= wish.count:
            return ""
        if not fitting and wish.pool is not Pool.ALL:
            return f"There are no {POOL_WORDS[wish.pool].removeprefix('Only ')} questions of that choice."
        return f"You asked for {wish.count}. Choose fewer, or leave more kinds and topics in."
