"""The application's style sheet, built from the tokens and the text size."""

from collections.abc import Callable
from typing import Final

from certdeck.gui.tokens import Tokens

_LABELS: Final[dict[str, tuple[int, int, str]]] = {
    "number": (40, 600, "text"),
    "h1": (24, 600, "text"),
    "title": (18, 600, "text"),
    "reading": (18, 400, "text"),
    "h2": (16, 600, "text"),
    "option": (16, 400, "text"),
    "text": (14, 400, "text"),
    "muted": (14, 400, "muted"),
    "row": (14, 500, "text"),
    "strong": (14, 600, "text"),
    "note": (13, 400, "muted"),
    "note-text": (13, 400, "text"),
    "note-strong": (13, 600, "text"),
    "label": (12, 600, "muted"),
    "axis": (12, 400, "muted"),
    "accent": (14, 600, "on_accent_soft"),
    "good": (13, 400, "good"),
    "warn": (13, 400, "on_warn_soft"),
    "accent-strong": (13, 600, "on_accent_soft"),
    "warn-strong": (13, 600, "on_warn_soft"),
    "bad": (13, 400, "bad"),
}
LABEL_CLASSES: Final = frozenset(_LABELS)
"""What the property `cls` of a label may be: (size, weight, colour) in one word."""

_Px = Callable[[float], int]


def style_sheet(tokens: Tokens, scale: float) -> str:
    """Write the style sheet of the whole app; `scale` enlarges text and controls, never margins.

    It gives sizes to named classes only: a size for all widgets would beat the fonts of text documents.
    """

    def px(length: float) -> int:
        return round(length * scale)

    parts = (_labels, _frames, _buttons, _fields, _combo_boxes, _menus, _scroll_bars, _item_views)
    return "\n".join(part(tokens, px) for part in parts)


def _labels(t: Tokens, px: _Px) -> str:
    rules = (
        f'QLabel[cls="{name}"] {{ font-size: {px(size)}px; font-weight: {weight}; color: {getattr(t, colour)}; }}'
        for name, (size, weight, colour) in _LABELS.items()
    )
    return "\n".join(rules)


def _frames(t: Tokens, px: _Px) -> str:
    tones = {"accent": t.accent_soft, "good": t.good_soft, "warn": t.warn_soft, "bad": t.bad_soft, "neutral": t.tint}
    tinted = "\n".join(
        f'QFrame[cls="card-{tone}"] {{ background: {fill}; border: 0; border-radius: 8px; }}'
        for tone, fill in tones.items()
    )
    return f"""
QFrame[cls="card"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 8px; }}
QFrame[cls="pane"] {{ background: {t.surface}; border: 0; }}
QFrame[cls="rail"] {{ background: {t.rail}; border: 0; border-right: 1px solid {t.soft}; }}
QFrame[cls="header"] {{ background: {t.canvas}; border: 0; border-bottom: 1px solid {t.line}; }}
QFrame[cls="bar"] {{ background: {t.surface}; border: 0; border-top: 1px solid {t.line}; }}
QFrame[cls="notice"] {{ background: {t.accent_soft}; border: 0; }}
QFrame[cls="toast"] {{ background: {t.text}; border: 0; border-radius: 8px; }}
{tinted}
QScrollArea, QScrollArea > QWidget > QWidget[cls="page"] {{ background: transparent; border: 0; }}
QToolTip {{ background: {t.text}; color: {t.canvas}; border: 0; padding: 5px 8px; font-size: {px(13)}px; }}
"""


def _buttons(t: Tokens, px: _Px) -> str:
    # Message boxes and file dialogs bring plain push buttons; the app's own paint themselves.
    return f"""
.QPushButton {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.line}; border-radius: 6px;
  padding: 0 14px; min-height: {px(32)}px; font-weight: 500; outline: 0; }}
.QPushButton:hover {{ background: {t.hover}; }}
.QPushButton:pressed {{ background: {t.soft}; }}
.QPushButton:default {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; font-weight: 600; }}
.QPushButton:default:hover {{ background: {t.accent_hover}; border-color: {t.accent_hover}; }}
.QPushButton:disabled {{ background: {t.tint}; color: {t.control}; border-color: {t.soft}; }}
.QToolButton {{ background: transparent; color: {t.text}; border: 0; border-radius: 6px; padding: 4px; outline: 0; }}
.QToolButton:hover {{ background: {t.hover}; }}
"""


def _fields(t: Tokens, px: _Px) -> str:
    fields = "QLineEdit, QAbstractSpinBox"
    texts = 'QPlainTextEdit, QTextEdit[cls="field"]'
    return f"""
{fields}, {texts} {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.line}; border-radius: 6px;
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; outline: 0; }}
{fields} {{ padding: 0 10px; min-height: {px(32)}px; }}
{texts} {{ padding: 6px 8px; }}
QTextBrowser {{ background: transparent; border: 0; padding: 0; }}
QLineEdit {{ placeholder-text-color: {t.muted}; }}
QLineEdit[fault="true"], QAbstractSpinBox[fault="true"], QComboBox[fault="true"] {{ border-color: {t.bad}; }}
QLineEdit:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled {{
  background: {t.tint}; color: {t.control}; border-color: {t.soft}; }}
QLineEdit[cls="search"] {{ padding-left: {px(16) + 20}px; }}
QAbstractSpinBox {{ padding-right: {px(16) + 12}px; min-height: {px(32) - 3}px; }} /* Fusion adds the 3 */
QAbstractSpinBox QLineEdit, QLineEdit[cls="bare"] {{ background: transparent; border: 0; padding: 0; min-height: 0; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
  background: transparent; border: 0; width: {px(16) + 10}px; }}
QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow {{ image: none; width: 0; height: 0; }}
"""


def _combo_boxes(t: Tokens, px: _Px) -> str:
    return f"""
QComboBox {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.control}; border-radius: 6px;
  padding: 0 {px(16) + 18}px 0 12px; min-height: {px(32)}px; outline: 0; }}
QComboBox[tall="true"] {{ min-height: {px(40)}px; font-weight: 500; }}
QComboBox[empty="true"] {{ color: {t.muted}; font-weight: 400; }}
QComboBox:hover {{ background: {t.hover}; }}
QComboBox:disabled {{ background: {t.tint}; color: {t.control}; border-color: {t.soft}; }}
QComboBox::drop-down {{ border: 0; width: 0; }}
QComboBox::down-arrow {{ image: none; width: 0; height: 0; }}
QComboBox QAbstractItemView {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.line};
  padding: 4px; outline: 0; }}
QComboBox QAbstractItemView::item {{ min-height: {px(32)}px; padding: 0 8px; border-radius: 4px; }}
QComboBox QAbstractItemView::item:selected {{ background: {t.accent_soft}; color: {t.on_accent_soft}; }}
"""


def _menus(t: Tokens, px: _Px) -> str:
    return f"""
QMenu {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.line}; border-radius: 8px; padding: 4px; }}
QMenu::item {{ padding: {px(7)}px 24px {px(7)}px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.hover}; }}
QMenu::item:disabled {{ color: {t.control}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {t.soft}; margin: 4px 8px; }}
"""


def _scroll_bars(t: Tokens, px: _Px) -> str:
    return f"""
QScrollBar {{ background: transparent; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: {px(12)}px; }}
QScrollBar:horizontal {{ height: {px(12)}px; }}
QScrollBar::handle {{ background: {t.line}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {t.control}; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::up-arrow, QScrollBar::down-arrow,
QScrollBar::left-arrow, QScrollBar::right-arrow {{ width: 0; height: 0; background: none; border: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
"""


def _item_views(t: Tokens, px: _Px) -> str:
    return f"""
QTableView, QTreeView, QListView {{ background: transparent; color: {t.text}; border: 0; outline: 0;
  gridline-color: {t.soft}; selection-background-color: {t.accent_soft}; selection-color: {t.on_accent_soft}; }}
QTableView::item, QTreeView::item, QListView::item {{ padding: 0 12px; border: 0; }}
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {{
  background: {t.accent_soft}; color: {t.text}; }}
QHeaderView, QTableCornerButton::section {{ background: transparent; border: 0; }}
QHeaderView::section {{ background: {t.tint}; color: {t.muted}; border: 0; border-bottom: 1px solid {t.line};
  padding: 0 12px; min-height: {px(33)}px; font-size: {px(12)}px; font-weight: 600; }}
QSplitter::handle {{ background: {t.line}; }}
"""
