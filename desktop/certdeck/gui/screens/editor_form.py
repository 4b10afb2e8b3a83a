"""The fields of the editor: those of the kind of card, then tags, bullets and note."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from certdeck.core.card_parts import Grid, Hiding
from certdeck.core.deck import CardKind
from certdeck.core.own import CardText, Draft, tags_in
from certdeck.gui.screens.editor_parts import BulletField, ChoiceRows
from certdeck.gui.screens.editor_picture import PictureField
from certdeck.gui.screens.editor_text import MarkdownBar, MarkdownEdit
from certdeck.gui.widgets.choices import Segmented
from certdeck.gui.widgets.fields import ComboBox, Field
from certdeck.gui.widgets.labels import label
from certdeck.presenters.card_forms import grid_of, grid_text
from certdeck.presenters.editor_views import BulletView, EditorView

Part = TypeVar("Part", bound=QWidget)

_PARTS: Final = {CardKind.CHOICE: "choices", CardKind.TABLE: "table", CardKind.OCCLUSION: "picture"}
"""The part of the form that only cards of this kind have."""
_NOTE_HINT: Final = "Only yours: it stands below the answer and in Library."


class TableField(QWidget):
    """The table of a card as text, and what of it is hidden each time."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = MarkdownEdit("Table", least=4)
        self.hiding = Segmented((("rows", "One row"), ("columns", "One column")), "Hidden each time")
        self.field = Field("Table", self.grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        hidden = QHBoxLayout()
        hidden.setSpacing(12)
        hidden.addWidget(label("Hide each time", "note-strong"))
        hidden.addWidget(self.hiding)
        hidden.addStretch(1)
        column.addLayout(hidden)

    def show_grid(self, grid: Grid | None) -> None:
        """Show the cells of `grid`."""
        self.grid.set_text(grid_text(grid))
        self.hiding.choose((grid.hiding if grid else Hiding.ROWS).value)

    def written(self) -> Grid | None:
        """Return the table that is written."""
        return grid_of(self.grid.toPlainText(), Hiding(self.hiding.value()))


class EditorForm(QWidget):
    """All fields. `written` comes after each change the learner makes in one of them.

    What few kinds of cards have is made when it is first needed: most cards are plain.
    """

    written = Signal()
    kind_chosen = Signal(str)
    picture_asked = Signal()
    refused = Signal(str)

    def __init__(self, find_bullets: Callable[[str], Sequence[BulletView]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loads = 0
        self._text = CardText()
        self._filling = False
        self.kind = ComboBox("Kind of card")
        self.bar = MarkdownBar()
        self.front = MarkdownEdit("Front", least=4)
        self.answer = QLineEdit()
        self.back = MarkdownEdit("Back", least=4)
        self.tags = QLineEdit()
        self.bullets = BulletField(find_bullets)
        self.note = MarkdownEdit("Your note", least=2, most=8)
        self._front_field = Field("Front", self.front)
        self._answer_field = Field("Answer, one line", self.answer)
        self._back_field = Field("Back", self.back)
        self._tags_field = Field("Your tags", self.tags, "Words to find it by, parted by spaces.")
        self._note_field = Field("Your note", self.note, _NOTE_HINT)
        self._lay_out()
        self._connect()

    @cached_property
    def choices(self) -> ChoiceRows:
        """The answers to choose from."""
        made = ChoiceRows()
        made.show_choices(self._text.choices)
        made.changed.connect(self._wrote)
        return self._placed(made)

    @cached_property
    def table(self) -> TableField:
        """The cells of a table, and which of them are hidden."""
        made = TableField()
        made.show_grid(self._text.grid)
        self.bar.watch(made.grid)
        made.grid.textChanged.connect(self._wrote)
        made.hiding.chosen.connect(self._wrote)
        return self._placed(made)

    @cached_property
    def picture(self) -> PictureField:
        """The picture with the parts that are covered."""
        made = PictureField()
        made.show_occlusion(self._text.occlusion)
        made.changed.connect(self._wrote)
        made.picture_asked.connect(self.picture_asked)
        made.refused.connect(self.refused)
        return self._placed(made)

    def show_view(self, view: EditorView, draft: Draft) -> None:
        """Show the fields of the kind; fill them when `view` was loaded anew."""
        self._show_kinds(view)
        self._show_fields(view)
        self.bullets.show_bullets(view.bullets)
        if view.loads != self._loads:
            self._loads = view.loads
            self._fill(draft)

    def text(self) -> CardText:
        """Return what is written; fields of other kinds are kept as they were."""
        kind = self._text.kind
        return replace(
            self._text,
            front=self.front.toPlainText(),
            back=self.back.toPlainText(),
            answer=self.answer.text(),
            choices=self.choices.choices() if kind is CardKind.CHOICE else self._text.choices,
            grid=self.table.written() if kind is CardKind.TABLE else self._text.grid,
            occlusion=self.picture.occlusion() if kind is CardKind.OCCLUSION else self._text.occlusion,
        )

    def own_tags(self) -> tuple[str, ...]:
        """Return the tags that are written."""
        return tags_in(self.tags.text())

    def _fill(self, draft: Draft) -> None:
        self._filling = True
        text = self._text = draft.text
        self.front.set_text(text.front)
        self.back.set_text(text.back)
        self.answer.setText(text.answer)
        if self._has("choices"):
            self.choices.show_choices(text.choices)
        if self._has("table"):
            self.table.show_grid(text.grid)
        if self._has("picture"):
            self.picture.show_occlusion(text.occlusion)
        self.tags.setText(" ".join(draft.tags))
        self.note.set_text(draft.note)
        self._filling = False

    def _show_kinds(self, view: EditorView) -> None:
        self._filling = True
        if not self.kind.count():
            for kind, words in view.kinds:
                self.kind.addItem(words, kind.value)
        self.kind.setCurrentIndex([kind for kind, _ in view.kinds].index(view.form.kind))
        self._filling = False

    def _show_fields(self, view: EditorView) -> None:
        form = view.form
        self._front_field.rename(form.front, form.hint if form.kind is CardKind.CLOZE else "")
        self._back_field.rename(form.back)
        self._answer_field.setVisible(form.kind is CardKind.TYPED)
        for kind, part in _PARTS.items():
            if form.kind is kind or self._has(part):
                getattr(self, part).setVisible(form.kind is kind)
        if form.kind is CardKind.TABLE:
            self.table.field.rename("Table", form.hint)
        self.bar.show_gaps(on=form.kind is CardKind.CLOZE)
        self.bullets.setVisible(view.own)
        tags = f"The deck has: {', '.join(view.deck_tags)}." if view.deck_tags else ""
        self._tags_field.rename("Your tags", f"Words to find it by, parted by spaces. {tags}".strip())

    def _has(self, part: str) -> bool:
        """Tell whether `part` has been made."""
        return part in vars(self)

    def _placed(self, part: Part) -> Part:
        """Put `part`, which was made just now, before the back, for the eye and for Tab."""
        self._column.insertWidget(self._column.indexOf(self._back_field), part)
        inside = [one for one in part.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for before, after in pairwise((self.answer, *inside)):
            QWidget.setTabOrder(before, after)
        return part

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.bar)
        for part in (
            self._front_field,
            self._answer_field,
            self._back_field,
            self.bullets,
            self._tags_field,
            self._note_field,
        ):
            column.addWidget(part)
        column.addStretch(1)

    def _connect(self) -> None:
        for field in (self.front, self.back, self.note):
            field.textChanged.connect(self._wrote)
            self.bar.watch(field)
        for line in (self.answer, self.tags):
            line.textChanged.connect(self._wrote)
        self.kind.currentIndexChanged.connect(self._chose)

    def _chose(self, _index: int) -> None:
        if not self._filling:
            self.kind_chosen.emit(self.kind.currentData())

    def _wrote(self, *_what: object) -> None:
        if not self._filling:
            self.written.emit()
