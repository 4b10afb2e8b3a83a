"""A canvas that also draws each page as SVG, so that it can be looked at before it is printed."""

import base64
from html import escape
from pathlib import Path
from typing import Any, Final

from certdeck.exporters.pdf.canvas import Canvas
from certdeck.exporters.pdf.fonts import Face
from certdeck.exporters.pdf.operators import Path as Outline
from certdeck.ports.printing import PagePicture

_LOOKS: Final = {
    Face.TEXT.font: ("IBM Plex Sans", 400, "normal"),
    Face.BOLD.font: ("IBM Plex Sans", 600, "normal"),
    Face.ITALIC.font: ("IBM Plex Sans", 400, "italic"),
    Face.BOLD_ITALIC.font: ("IBM Plex Sans", 600, "italic"),
    Face.CODE.font: ("IBM Plex Mono", 400, "normal"),
    Face.BOLD_CODE.font: ("IBM Plex Mono", 600, "normal"),
}
_SMALL: Final = 0.05
"""Letters are set larger and made smaller again: Qt takes sizes in SVG as whole numbers, and 8 for 8.5."""
_STEPS: Final = {"m": "M", "l": "L", "c": "C", "h": "Z"}


class PreviewCanvas(Canvas):
    """Keeps in `pictures` what each page looks like."""

    def __init__(self, *given: Any, **options: Any) -> None:
        self.pictures: list[PagePicture] = []
        self._drawn: list[str] = []
        self._open = [0]
        self._fill, self._stroke, self._width, self._dashes = "#000000", "#000000", 1.0, ""
        self._kept: list[tuple[str, str, float, str]] = []
        super().__init__(*given, **options)

    def showPage(self) -> None:
        """Keep the picture of the page that ends here."""
        width, height = self._pagesize
        inside = "".join(self._drawn) + "</g>" * sum(self._open)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
            f'width="{width:g}" height="{height:g}"><g transform="matrix(1 0 0 -1 0 {height:g})">{inside}</g></svg>'
        )
        self.pictures.append(PagePicture(width, height, svg))
        self._drawn, self._open = [], [0]
        super().showPage()

    def saveState(self) -> None:
        """Begin a part whose settings end with it."""
        self._open.append(0)
        self._kept.append((self._fill, self._stroke, self._width, self._dashes))
        super().saveState()

    def restoreState(self) -> None:
        """End such a part."""
        self._drawn.append("</g>" * self._open.pop())
        self._fill, self._stroke, self._width, self._dashes = self._kept.pop()
        super().restoreState()

    def transform(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        """Move, turn or stretch all that follows; the canvas does all of these by this one."""
        self._drawn.append(f'<g transform="matrix({a:g} {b:g} {c:g} {d:g} {e:g} {f:g})">')
        self._open[-1] += 1
        super().transform(a, b, c, d, e, f)

    def setFillColor(self, aColor: Any, alpha: float | None = None) -> None:
        """Set the colour of faces and letters."""
        self._fill = self._inked(aColor, fill=True)
        super().setFillColor(aColor, alpha)

    def setStrokeColor(self, aColor: Any, alpha: float | None = None) -> None:
        """Set the colour of lines."""
        self._stroke = self._inked(aColor, fill=False)
        super().setStrokeColor(aColor, alpha)

    def setLineWidth(self, width: float) -> None:
        """Set how thick lines are."""
        self._width = width
        super().setLineWidth(width)

    def setDash(self, array: Any = (), phase: float = 0) -> None:
        """Set dashes: the length of a stroke and of the gap after it."""
        self._dashes = f' stroke-dasharray="{array:g} {phase:g}"' if isinstance(array, int | float) else ""
        super().setDash(array, phase)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw a line."""
        self._drawn.append(f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"{self._painted(1, 0)}/>')
        super().line(x1, y1, x2, y2)

    def rect(self, x: float, y: float, width: float, height: float, stroke: float = 1, fill: float = 0) -> None:
        """Draw a rectangle."""
        self._box(x, y, width, height, 0.0, self._painted(stroke, fill))
        super().rect(x, y, width, height, stroke, fill)

    def roundRect(
        self, x: float, y: float, width: float, height: float, radius: float, stroke: float = 1, fill: float = 0
    ) -> None:
        """Draw a rectangle with round corners."""
        self._box(x, y, width, height, radius, self._painted(stroke, fill))
        super().roundRect(x, y, width, height, radius, stroke, fill)

    def circle(self, x_cen: float, y_cen: float, r: float, stroke: float = 1, fill: float = 0) -> None:
        """Draw a circle."""
        self._drawn.append(f'<circle cx="{x_cen:g}" cy="{y_cen:g}" r="{r:g}"{self._painted(stroke, fill)}/>')
        super().circle(x_cen, y_cen, r, stroke, fill)

    def draw_path(self, path: Outline, *, stroke: bool = False, fill: bool = True) -> None:
        """Draw an outline: its line, its face, or both."""
        steps = (step.rpartition(" ") for step in path)
        outline = " ".join(f"{_STEPS[name]}{numbers}" for numbers, _, name in steps)
        self._drawn.append(f'<path d="{outline}"{self._painted(stroke, fill)}/>')
        super().draw_path(path, stroke=stroke, fill=fill)

    def drawString(self, x: float, y: float, text: str, *rest: Any, **more: Any) -> None:
        """Draw characters."""
        family, weight, style = _LOOKS[self._fontname]
        text = self._known(text, x, y)
        shown = escape(text.replace(" ", "\u00a0"), quote=False)
        place = f'transform="matrix({_SMALL} 0 0 -{_SMALL} {x:g} {y:g})"'
        self._drawn.append(
            f'<text {place} font-family="{family}" font-weight="{weight}" '
            f'font-style="{style}" font-size="{self._fontsize / _SMALL:g}" fill="{self._fill}">{shown}</text>'
        )
        super().drawString(x, y, text, *rest, **more)

    def drawImage(
        self,
        image: Any,
        x: float,
        y: float,
        width: float | None = None,
        height: float | None = None,
        *rest: Any,
        **more: Any,
    ) -> Any:
        """Draw the picture in the file `image`."""
        file, across, down = Path(str(image)), width or 0.0, height or 0.0
        content = base64.b64encode(file.read_bytes()).decode()
        kind = "jpeg" if file.suffix.lower() in {".jpg", ".jpeg"} else "png"
        self._drawn.append(
            f'<image transform="matrix(1 0 0 -1 {x:g} {y + down:g})" width="{across:g}" height="{down:g}" '
            f'href="data:image/{kind};base64,{content}" xlink:href="data:image/{kind};base64,{content}"/>'
        )
        return super().drawImage(image, x, y, width, height, *rest, **more)

    def _box(self, x: float, y: float, width: float, height: float, radius: float, paint: str) -> None:
        place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}"'
        self._drawn.append(f"<rect {place}{paint}/>")

    def _painted(self, stroke: float, fill: float) -> str:
        faces = f' fill="{self._fill}"' if fill else ' fill="none"'
        lines = f' stroke="{self._stroke}" stroke-width="{self._width:g}"{self._dashes}' if stroke else ""
        return faces + lines
