"""Types of Qt that are made ahead, a few each time, since Qt for Python else makes all of them in one go.

A type of Qt is made when it is first named. Who asks Qt for an object that it has made itself, such as the viewport
of a scroll area or the children of a field, has it tell which kind of object that is, and it makes all types of
objects there are for that: 150 of them with all their enumerations, while the window stands still for several frames.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Final

_TYPES: Final = {
    "PySide6.QtWidgets": """
        QScrollBar QTabBar QTabWidget QToolButton QSlider QDial QTreeView QGraphicsView QMdiSubWindow QMdiArea
        QToolBar QMenuBar QStatusBar QMainWindow QDockWidget QDialogButtonBox QWizardPage QWizard QMessageBox
        QErrorMessage QInputDialog QProgressDialog QFontComboBox QFontDialog QColorDialog QCalendarWidget
        QDateTimeEdit QDateEdit QTimeEdit QDoubleSpinBox QColumnView QCommandLinkButton QFocusFrame QGroupBox
        QKeySequenceEdit QLCDNumber QListWidget QTableWidget QTreeWidget QUndoView QRhiWidget QRubberBand
        QSizeGrip QSplashScreen QSplitter QSplitterHandle QToolBox QStyle QCommonStyle QProxyStyle QCompleter
        QFormLayout QStackedLayout QGesture QPanGesture QPinchGesture QSwipeGesture QTapGesture
        QTapAndHoldGesture QGraphicsItem QGraphicsLayoutItem QGraphicsObject QGraphicsWidget
        QGraphicsProxyWidget QGraphicsTextItem QGraphicsScene QGraphicsEffect QGraphicsBlurEffect
        QGraphicsColorizeEffect QGraphicsDropShadowEffect QGraphicsOpacityEffect QGraphicsTransform
        QGraphicsRotation QGraphicsScale QGraphicsAnchor QGraphicsItemAnimation QItemDelegate QDataWidgetMapper
        QFileSystemModel QPlainTextDocumentLayout QScroller QSystemTrayIcon QWidgetAction""",
    "PySide6.QtGui": """
        QValidator QIntValidator QDoubleValidator QRegularExpressionValidator QAbstractTextDocumentLayout
        QActionGroup QClipboard QDrag QInputDevice QPointingDevice QInputMethod QMovie QOffscreenSurface
        QOpenGLContext QOpenGLContextGroup QPagedPaintDevice QPdfWriter QTextObjectInterface QPyTextObject
        QScreen QSessionManager QStandardItemModel QStyleHints QSyntaxHighlighter QTextObject QTextBlockGroup
        QTextFrame QTextList QTextTable QUndoGroup QUndoStack QAccessibilityHints QWindow QPaintDeviceWindow
        QRasterWindow""",
    "PySide6.QtCore": """
        QAbstractAnimation QVariantAnimation QPropertyAnimation QPauseAnimation QAnimationGroup
        QParallelAnimationGroup QSequentialAnimationGroup QAbstractEventDispatcher QEventLoop QFileDevice QFile
        QSaveFile QTemporaryFile QFileSelector QFileSystemWatcher QIOPipe QProcess QSharedMemory QLibrary
        QPluginLoader QAbstractProxyModel QIdentityProxyModel QSortFilterProxyModel QTransposeProxyModel
        QConcatenateTablesProxyModel QStringListModel QRangeModel QMimeData QSettings QSignalMapper
        QSocketNotifier QThread QTimeLine QTranslator""",
}
"""By module, parents first. What a version of Qt does not know is left out."""


def made_by_steps() -> Iterator[None]:
    """Make one type each step."""
    for module, names in _TYPES.items():
        types = import_module(module)
        for name in names.split():
            getattr(types, name, None)
            yield
