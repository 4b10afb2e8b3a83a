"""Choosing how a sheet is laid out: how many columns, how much air, and how large the letters."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, product
from typing import Final

from certdeck.core.deck import Sheet
from certdeck.exporters.pdf.columns import COLUMNS
from certdeck.exporters.pdf.ink import BODY
from certdeck.exporters.pdf.sheet import STEP, Parting, SheetLayout
from certdeck.ports.markup import Markup
from certdeck.ports.math import MathRenderer
from certdeck.ports.printing import SMALLEST, PrintOptions, Problem

_AIR: Final = (1.0, 0.8, 0.6)
_MORE_AIR: Final = (3.0, 2.6, 2.2, 1.8, 1.4, 1.2)
_FULL: Final = 0.93
"""A single page that is filled less gets more air where it can take it."""
_LARGER: Final = 4
"""Letters get so many steps larger where even that leaves much of a page blank: they are read at arm's length."""
_BLANK: Final = 0.85
_LONG: Final = 8
"""More pages than this are no sheet to pin to a wall: laying them out again to save one is not worth the wait."""
_SCANT: Final = 0.2
"""A last page with less on it than this share is worth text that is up to `_STEPS` steps smaller."""
_STEPS: Final = 3
_TIGHTEST: Final = 0.5
"""Rows so close together rather than a page more or a block that is split."""
_UNEVEN: Final = 48.0
"""Points by which a column may end above the others: about four lines."""
_GAIN: Final = 40.0
"""So much more level another number of columns has to be."""
_GAPING: Final = 90.0
_SMALL_GAIN: Final = 12.0
"""A hole so deep is worth rows a good deal closer together, even if it does not get much less deep."""
_SMALLER: Final = 2 * STEP
"""So much smaller letters too."""


def best_layout(sheet: Sheet, markup: Markup, math: MathRenderer | None, options: PrintOptions) -> SheetLayout:
    """Lay `sheet` out on as few pages and with as few blocks split as may be; the more air the better.

    Where the number of columns is left to the sheet, a tall block may leave three of them uneven and two not.
    Text up to three quarters of a point smaller spares a last page with next to nothing on it, and keeps the blocks of
    a single page whole. When the sheet has to fit on so many pages, the text shrinks down to the floor; if that is not
    enough, a problem says so.
    """
    fitting = _Fitting(sheet, markup, math)
    if options.columns is not None:
        return fitting.best(options)
    three = fitting.best(replace(options, columns=COLUMNS))
    if three.hole <= _UNEVEN and not three.splits:
        return three
    two = fitting.best(replace(options, columns=COLUMNS - 1))
    return two if _is_better(two, three) else three


def _is_better(layout: SheetLayout, other: SheetLayout) -> bool:
    """Tell whether a layout keeps its blocks whole and the other does not, spares a page, or ends much more level.

    For that its letters must be as large and its rows hardly closer.
    """
    if bool(layout.splits) != bool(other.splits):
        return not layout.splits
    if len(layout.pages) != len(other.pages):
        return len(layout.pages) < len(other.pages)
    gaping = other.hole > _GAPING
    airy = layout.setter.air >= min(other.setter.air, _AIR[1]) or gaping
    alike = other.options.size - layout.options.size <= (_SMALLER if gaping else 0.0)
    return alike and airy and other.hole - layout.hole >= (_SMALL_GAIN if gaping else _GAIN)


@dataclass(frozen=True, slots=True)
class _Fitting:
    """Lays a sheet out in one way after another."""

    sheet: Sheet
    markup: Markup
    math: MathRenderer | None

    def best(self, options: PrintOptions) -> SheetLayout:
        """Return the best layout in a given number of columns."""
        best = self._airiest(options)
        if options.pages is not None:
            return self._on_so_many(options.pages, best, options)
        return self._unparted(self._whole(self._without_scant_page(best, options), options), options)

    def _laid(self, options: PrintOptions, air: float, parting: Parting = Parting.WITHIN_PAGE) -> SheetLayout:
        return SheetLayout(self.sheet, self.markup, self.math, options, air, parting)

    def _airiest(self, options: PrintOptions) -> SheetLayout:
        best = self._laid(options, _AIR[0])
        for air in _AIR[1:]:
            if (len(best.pages), best.splits) == (1, 0) or len(best.pages) > _LONG:
                break
            best = min(best, self._laid(options, air), key=lambda layout: (len(layout.pages), layout.splits))
        return self._aired(best, options) if best.setter.air == _AIR[0] else best

    def _aired(self, best: SheetLayout, options: PrintOptions) -> SheetLayout:
        """Return a layout that fills its single page with more air, if there is room for it."""
        if len(best.pages) > 1 or best.last_share >= _FULL:
            return best
        airier = (self._laid(options, air) for air in _MORE_AIR)
        aired = next((layout for layout in airier if (len(layout.pages), layout.splits) == (1, best.splits)), best)
        return aired if aired.setter.air < _MORE_AIR[0] else self._enlarged(aired, options)

    def _enlarged(self, aired: SheetLayout, options: PrintOptions) -> SheetLayout:
        """Return a layout with larger letters, as long as that leaves no column short, unless a size was asked for."""
        if options.size != BODY.size:
            return aired
        best = aired
        for step in range(1, _LARGER + 1):
            size = options.size + step * STEP
            if best.last_share >= _BLANK:
                break
            larger = self._laid(replace(options, size=size), aired.setter.air)
            level = larger.hole <= max(aired.hole * size / options.size + 1, _UNEVEN)
            if (len(larger.pages), larger.splits) == (1, aired.splits) and level:
                best = larger
        return best

    def _on_so_many(self, pages: int, best: SheetLayout, options: PrintOptions) -> SheetLayout:
        size = options.size
        while len(best.pages) > pages and size > SMALLEST:
            size = max(SMALLEST, size - STEP)
            best = self._airiest(replace(options, size=size))
        if len(best.pages) > pages:
            wanted = f"{pages} page" if pages == 1 else f"{pages} pages"
            words = f"does not fit on {wanted}: it takes {len(best.pages)} even with text of {SMALLEST:g} points"
            best.problems.append(Problem(best.title, words))
        return best

    def _without_scant_page(self, best: SheetLayout, options: PrintOptions) -> SheetLayout:
        """Return a layout without next to nothing on its last page, and without blocks split for no need.

        The text gets a little smaller if that saves the page; otherwise the columns stand on it whole.
        """
        if len(best.pages) == 1 or len(best.pages) > _LONG:
            return best
        if self._laid(options, _AIR[-1], Parting.ANYWHERE).last_share < _SCANT:
            tried = chain(self._smaller(options), self._smaller(options, _TIGHTEST))
            saved = next((layout for layout in tried if len(layout.pages) < len(best.pages)), None)
            if saved is not None:
                return saved
        scant = best.last_share < _SCANT
        if not scant and not best.splits:
            return best
        apart = self._laid(options, _AIR[0], Parting.APART)
        better = apart.splits < best.splits or (scant and apart.last_share > best.last_share)
        return apart if better and len(apart.pages) == len(best.pages) else best

    def _whole(self, best: SheetLayout, options: PrintOptions) -> SheetLayout:
        """Return a layout of a single page that splits no block, if text a little smaller or rows closer allow that."""
        if len(best.pages) > 1 or not best.splits:
            return best
        tried = chain(self._smaller(options), self._smaller(options, _TIGHTEST))
        return next((layout for layout in tried if (len(layout.pages), layout.splits) == (1, 0)), best)

    def _unparted(self, best: SheetLayout, options: PrintOptions) -> SheetLayout:
        """Return a layout that splits fewer blocks for one page more at most, if there is one."""
        if not best.splits or len(best.pages) > _LONG:
            return best
        ways = product(_AIR, (Parting.NOWHERE, Parting.APART))
        whole = (self._laid(options, air, parting) for air, parting in ways)
        fitting = (layout for layout in whole if len(layout.pages) <= len(best.pages) + 1)
        return min(fitting, key=lambda layout: (layout.splits, len(layout.pages), layout.hole > _GAPING), default=best)

    def _smaller(self, options: PrintOptions, air: float = _AIR[-1]) -> Iterator[SheetLayout]:
        for step in range(1, _STEPS + 1):
            if options.size - step * STEP >= SMALLEST:
                yield self._laid(replace(options, size=options.size - step * STEP), air)
