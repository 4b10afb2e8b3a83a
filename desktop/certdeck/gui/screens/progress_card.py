"""A card with a plot: its heading, the sentence that says what it means, its numbers as a table, and its files."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QStackedWidget, QWidget

from certdeck.core.errors import CertdeckError
from certdeck.gui import theme
from certdeck.gui.save_as import ask_where, shortened
from certdeck.gui.screen import Shell
from certdeck.gui.screens.progress_table import NumbersTable
from certdeck.gui.widgets.bars import Swatch
from certdeck.gui.widgets.buttons import IconButton
from certdeck.gui.widgets.frames import Card
from certdeck.gui.widgets.labels import ElidedLabel, label
from certdeck.presenters.progress_views import LegendView, PlotView, TableView

if TYPE_CHECKING:
    from certdeck.gui.screens.progress_canvas import PlotCanvas

_SHARPNESS: Final = 2
"""Pixels of a saved picture for each pixel of the screen."""


class FigureCard(Card):
    """What every card of the page shares: heading, note, a menu, the figure or its table, and a sentence below.

    Put the figure into `place_figure`. `name` is that of saved files.
    """

    def __init__(self, shell: Shell, title: str, name: str) -> None:
        super().__init__(margins=(20, 12, 20, 14), spacing=6)
        self._shell = shell
        self._name = name
        self._table_view = TableView((), ())
        self.title = label(title, "h2")
        self.note = ElidedLabel("", "note")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.more = IconButton("ellipsis", f"{title}: table and files")
        self.more.clicked.connect(self._open_menu)
        self.menu = QMenu(self)
        self.sentence = label("", "note", wrap=True)
        self.table: NumbersTable | None = None
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.head.addWidget(self.note, 1)
        self.head.addWidget(self.more)
        self.stack = QStackedWidget()
        self._figure = QWidget()
        self.stack.addWidget(self._figure)
        self.column.addLayout(self.head)
        self.column.addWidget(self.stack, 1)
        self.column.addWidget(self.sentence)
        theme.current().follow(self._level)

    def _level(self) -> None:
        """Let headings of cards side by side stand level, whether there is anything to save or not."""
        self.title.setMinimumHeight(self.more.sizeHint().height())

    def place_figure(self, figure: QWidget) -> None:
        """Show `figure` in the middle of the card."""
        self.stack.removeWidget(self._figure)
        self._figure.deleteLater()
        self._figure = figure
        self.stack.insertWidget(0, figure)
        self.stack.setCurrentWidget(self.table or figure)

    def show_words(self, note: str, sentence: str, table: TableView) -> None:
        """Show the words and numbers that belong to the figure."""
        self.note.setText(note)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self._table_view = table
        if self.table is not None:
            self.table.show_table(table)

    def toggle_table(self) -> None:
        """Show the numbers instead of the figure, or the figure again."""
        if self.table is None:
            self.show_table().grid.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.stack.removeWidget(self.table)
            self.table.deleteLater()
            self.table = None
            self._figure.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_table(self) -> NumbersTable:
        """Show the numbers instead of the figure."""
        # Made for as long as it is shown: many tables in the window make every change of its look slow.
        self.table = table = NumbersTable(self.title.text())
        table.show_table(self._table_view)
        self.stack.addWidget(table)
        self.stack.setCurrentWidget(table)
        return table

    def save_picture(self) -> None:
        """Ask where, and write the card as a picture."""
        self._save(".png", "Pictures", lambda target: self._shell.services.statistics.save_picture(self._png(), target))

    def save_table(self) -> None:
        """Ask where, and write the numbers."""
        rows = (self._table_view.head, *self._table_view.rows)
        self._save(".csv", "Tables", lambda target: self._shell.services.statistics.save_table(rows, target))

    def _save(self, suffix: str, kind: str, write: Callable[..., None]) -> None:
        target = ask_where(self, f"Save {self.title.text()}", f"{self._name}{suffix}", kind, suffix)
        if target is None:
            return
        try:
            write(target)
        except CertdeckError as error:
            self._shell.refuse(error)
        else:
            self._shell.toast(f"Saved {shortened(target)}")

    def _open_menu(self) -> None:
        self.menu.clear()
        words = "Show as table" if self.table is None else "Show as picture"
        self.menu.addAction(words, self.toggle_table)
        self.menu.addAction("Save as PNG", self.save_picture)
        self.menu.addAction("Save as CSV", self.save_table)
        corner = self.more.mapToGlobal(QPoint(self.more.width(), self.more.height() + 2))
        self.menu.popup(corner - QPoint(self.menu.sizeHint().width(), 0))

    def _png(self) -> bytes:
        """Return the card as a picture, without its menu button."""
        image = QImage(self.size() * _SHARPNESS, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SHARPNESS)
        image.fill(QColor(theme.current().tokens.canvas))
        self.more.hide()
        painter = QPainter(image)
        self.render(painter, QPoint())
        painter.end()
        self.more.show()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        return bytes(buffer.data().data())


class PlotCard(FigureCard):
    """A card with a plot of the plotting library. The first plot is made when it is shown, one at a time."""

    def __init__(self, shell: Shell, title: str, name: str) -> None:
        super().__init__(shell, title, name)
        self.canvas: PlotCanvas | None = None
        self._legend = QHBoxLayout()
        self._legend.setSpacing(6)
        self._legend_of: tuple[LegendView, ...] = ()
        self._empty = label("", "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.hide()
        self.column.insertWidget(1, self._empty, 1)
        self.column.insertLayout(3, self._legend)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_plot(self, plot: PlotView) -> None:
        """Show `plot`, or what is missing for one."""
        self.show_words(plot.note, plot.sentence, plot.table)
        self.title.setText(plot.title)
        self._empty.setText(plot.empty)
        self._empty.setVisible(bool(plot.empty))
        self.more.setVisible(not plot.empty)
        self.stack.setVisible(not plot.empty)
        self._show_legend(plot.legend)
        if not plot.empty:
            canvas = self.made()
            canvas.show_plot(plot)
            if self.stack.indexOf(canvas) < 0:
                self.place_figure(canvas)

    def made(self) -> "PlotCanvas":
        """Return what draws the plot, made when it is first wanted: a step of its own before it is shown."""
        if self.canvas is None:
            from certdeck.gui.screens.progress_canvas import PlotCanvas

            self.canvas = PlotCanvas()
        return self.canvas

    def _show_legend(self, legend: tuple[LegendView, ...]) -> None:
        if legend == self._legend_of:
            return
        self._legend_of = legend
        while (item := self._legend.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, entry in enumerate(legend):
            if number:
                self._legend.addSpacing(8)
            self._legend.addWidget(Swatch(entry.heat), 0, Qt.AlignmentFlag.AlignVCenter)
            self._legend.addWidget(label(entry.words, "note"))
        if legend:
            self._legend.addStretch(1)
