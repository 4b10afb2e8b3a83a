"""The page before an exam: what is asked, how it is run, how long it takes, and the rules that Begin agrees to."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.core.exam.conduct import MOST_MINUTES, ExtraTime, Mode
from certdeck.core.exam.quiz import MOST, Pool
from certdeck.core.ids import BlueprintId
from certdeck.gui import theme
from certdeck.gui.pages import EXAM_MODULES, load
from certdeck.gui.screen import Page, Screen, Shell
from certdeck.gui.screens.start_parts import ChoiceList, RulesCard, check_row, grouped, narrowed
from certdeck.gui.widgets.ahead import Ahead
from certdeck.gui.widgets.buttons import QuietButton
from certdeck.gui.widgets.choices import CheckBox, Segmented
from certdeck.gui.widgets.fields import ComboBox, Field, SpinBox
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.labels import label
from certdeck.gui.widgets.level_page import LevelPage
from certdeck.presenters.exam_start import POOL_WORDS, QUIZ_COUNTS, StartPresenter, StartView, What, Wish
from certdeck.services.changes import Changes

_BESIDE_FROM: Final = 860
"""Width of the page in design pixels from which the rules stand beside the choices."""
_RULES: Final = 340
_NO_LIMIT: Final = 16_777_215


class StartScreen(Screen):
    """Choices at the left, the rules and Begin at the right; Escape goes back to the Exams page."""

    reloads_for = Changes(content=True)

    def __init__(self, shell: Shell, exam: BlueprintId, wish: Wish | None = None) -> None:
        super().__init__(shell)
        self._exam = exam
        self._wish = wish
        self._presenter: StartPresenter | None = None
        self._filling = False
        self.back = QuietButton("Back", "arrow-left")
        self.back.clicked.connect(lambda: shell.go(Page.EXAMS))
        self._title = label("", "h1")
        self.rules = RulesCard()
        self.begin_button = self.rules.begin
        self.begin_button.clicked.connect(self._begin)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._make_controls()
        self._lay_out()
        self._connect()
        theme.current().changed.connect(self.arrange)
        self._loading = Ahead(self)
        self._loading.do(load(EXAM_MODULES))

    def reload(self) -> None:
        """Read the exam and its bank and show what can be chosen."""
        kept = self._wish if self._presenter is None else self._presenter.wish
        try:
            self._presenter = StartPresenter(self.shell.services, self._exam, self._render, kept)
            self._presenter.show()
        except CertdeckError as error:
            self.shell.refuse(error)

    def focus_first(self) -> None:
        """Put the focus on Begin: the usual exam is one key away. Where that stands below, the choices come first."""
        below = self._columns.direction() is QBoxLayout.Direction.TopToBottom
        if below and self._presenter is not None:
            self.what.row(self._presenter.wish.what.value).setFocus()
        else:
            self.begin_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.click()
        else:
            super().keyPressEvent(event)

    # --- What the presenter says

    def _render(self, view: StartView) -> None:
        self._filling = True
        wish = view.wish
        self._title.setText(f"Start: {view.code}")
        self.what.show_choices(view.whats)
        self.form.show_choices(view.forms)
        self.mode.show_choices(view.modes)
        self._fill_topics(view)
        self._fill_times(view)
        self.count.setValue(wish.count)
        if str(wish.count) in self.quick_counts:
            self.quiz_count.choose(str(wish.count))
        self.minutes.setValue(wish.minutes)
        self.pool.choose(wish.pool.value)
        self.kinds.show_choices(view.kinds)
        self.difficulties.show_choices(view.difficulties)
        self.runs_on.setChecked(wish.runs_on)
        self._show_parts(view)
        self.rules.show_rules(view.summary, view.rules, view.fits, view.problem)
        self._filling = False

    def _show_parts(self, view: StartView) -> None:
        """Show what belongs to the choice that was made."""
        what = view.wish.what
        self.form.setVisible(what is What.FORM)
        self._quiz.setVisible(what in (What.QUIZ, What.CUSTOM))
        self._quick.setVisible(what is What.QUIZ)
        self._custom.setVisible(what is What.CUSTOM)
        self._time_card.setVisible(bool(view.times))
        self.runs_on.setVisible(view.may_run_on)
        self._minutes.setVisible(view.timed)

    def _fill_topics(self, view: StartView) -> None:
        self.topic.clear()
        for topic in view.topics:
            self.topic.addItem(topic.words, topic.key)
        self.topic.setCurrentIndex(next(place for place, topic in enumerate(view.topics) if topic.on))

    def _fill_times(self, view: StartView) -> None:
        self.extra.clear()
        for time in view.times:
            self.extra.addItem(time.words, time.key)
        chosen = next((place for place, time in enumerate(view.times) if time.on), -1)
        self.extra.setCurrentIndex(chosen)

    # --- What the learner does

    def _choose(self, **fields: object) -> None:
        self._do(lambda presenter: presenter.choose(**fields))

    def _toggle(self, field: str, key: str) -> None:
        self._do(lambda presenter: presenter.toggle(field, key))

    def _do(self, act: Callable[[StartPresenter], None]) -> None:
        """Have the presenter do something unless the page is only being filled, and say why where it can't."""
        if self._filling or self._presenter is None:
            return
        try:
            act(self._presenter)
        except CertdeckError as error:
            self.shell.refuse(error)

    def _begin(self) -> None:
        presenter = self._presenter
        if presenter is None:
            return
        if presenter.wish.mode is Mode.REHEARSAL:
            self.shell.rehearse(presenter.begin)
            return
        try:
            sitting = presenter.begin()
        except CertdeckError as error:
            self.shell.refuse(error)
            return
        self.shell.changed(Changes(exams=True))
        self.shell.sit(sitting)

    def _connect(self) -> None:
        self.what.chosen.connect(lambda key: self._choose(what=What(key)))
        self.form.chosen.connect(lambda key: self._choose(form=key))
        self.mode.chosen.connect(lambda key: self._choose(mode=Mode(key)))
        self.topic.activated.connect(lambda index: self._choose(topic=self.topic.itemData(index)))
        self.extra.activated.connect(lambda index: self._choose(extra=ExtraTime(self.extra.itemData(index))))
        self.quiz_count.chosen.connect(lambda key: self._choose(count=int(key)))
        self.count.valueChanged.connect(lambda count: self._choose(count=count))
        self.minutes.valueChanged.connect(lambda minutes: self._choose(minutes=minutes))
        self.pool.chosen.connect(lambda key: self._choose(pool=Pool(key)))
        self.kinds.toggled.connect(partial(self._toggle, "kinds"))
        self.difficulties.toggled.connect(partial(self._toggle, "difficulties"))
        self.runs_on.toggled.connect(lambda on: self._choose(runs_on=on))

    # --- Controls and layout

    def _make_controls(self) -> None:
        self.what = ChoiceList("What")
        self.form = ChoiceList("Form")
        self.mode = ChoiceList("How")
        self.topic = ComboBox("Topic")
        self.quick_counts = tuple(map(str, QUIZ_COUNTS))
        self.quiz_count = Segmented([(count, count) for count in self.quick_counts], "Number of questions")
        self.count = SpinBox("Number of questions", 1, MOST)
        self.minutes = SpinBox("Minutes", 0, MOST_MINUTES)
        self.minutes.setSpecialValueText("Exam's pace")
        self.minutes.setSuffix(" min")
        for spin in (self.count, self.minutes):
            spin.setKeyboardTracking(False)
        self.pool = Segmented([(pool.value, words) for pool, words in POOL_WORDS.items()], "Questions")
        self.kinds = check_row("Kinds")
        self.difficulties = check_row("Difficulty")
        self.extra = ComboBox("Time")
        self.runs_on = CheckBox("The clock runs on while I am away")
        for long in (self.topic, self.extra):
            # As wide as there is room, or the longest topic would make the page wider than the window.
            long.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            long.setMinimumContentsLength(12)

    def _lay_out(self) -> None:
        page = LevelPage(above=0, spacing=0)
        choices = QVBoxLayout()
        choices.setSpacing(16)
        choices.addWidget(_card("What", self.what, self.form, self._quiz_part()))
        choices.addWidget(_card("How", self.mode))
        self._time_card = _card("Time", self.extra, self.runs_on)
        choices.addWidget(self._time_card)
        choices.addStretch(1)
        beside = QVBoxLayout()
        beside.addWidget(self.rules)
        beside.addStretch(1)
        self._columns.setSpacing(16)
        self._columns.addLayout(choices, 1)
        self._columns.addLayout(beside)
        page.column.addLayout(self._columns)
        page.column.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(24, 20, 24, 16)
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(page, 1)

    def _quiz_part(self) -> QWidget:
        self._quiz = QWidget()
        column = QVBoxLayout(self._quiz)
        column.setContentsMargins(0, 8, 0, 4)
        column.setSpacing(14)
        self._quick = Field("Number of questions", narrowed(self.quiz_count))
        column.addWidget(Field("Topic", self.topic))
        column.addWidget(self._quick)
        column.addWidget(Field("Questions", narrowed(self.pool)))
        column.addWidget(self._custom_part())
        return self._quiz

    def _custom_part(self) -> QWidget:
        self._custom = QWidget()
        column = QVBoxLayout(self._custom)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        numbers = QHBoxLayout()
        numbers.setSpacing(16)
        numbers.addWidget(Field("Number of questions", self.count, "1 to 200"), 1)
        self._minutes = Field("Minutes", self.minutes, "0 is the exam's pace")
        numbers.addWidget(self._minutes, 1)
        column.addLayout(numbers)
        column.addLayout(grouped("Kinds", self.kinds, "None ticked means all"))
        column.addLayout(grouped("Difficulty", self.difficulties, "None ticked means all"))
        return self._custom

    def arrange(self) -> None:
        """Put the rules beside the choices, or below them."""
        look = theme.current()
        beside = self.width() >= look.px(_BESIDE_FROM)
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self.rules.setMinimumWidth(look.px(_RULES) if beside else 0)
        self.rules.setMaximumWidth(look.px(_RULES) if beside else _NO_LIMIT)


def _card(title: str, *parts: QWidget) -> Card:
    card = Card(margins=(20, 14, 20, 16), spacing=10)
    card.column.addWidget(label(title, "h2"))
    for part in parts:
        card.column.addWidget(part)
    return card
