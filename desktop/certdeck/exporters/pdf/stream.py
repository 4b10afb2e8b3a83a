"""A PDF file that is written page by page, so that a long document takes no more memory than a short one."""

import zlib
from collections.abc import Iterable, Sequence
from typing import IO, Any, Final

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFCrossReferenceTable,
    PDFDocument,
    PDFIndirectObject,
    PDFObjectReference,
    PDFTrailer,
)
from reportlab.pdfbase.pdfdoc import (
    format as formatted,
)

_OPENING: Final = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
"""The version, and four bytes that tell those who carry files that this is no text (ISO 32000-1, 7.5.2)."""
_LEVEL: Final = 4
"""How hard pages are compressed: at more they get a few hundredths smaller and take twice the time."""


class StreamedDocument(PDFDocument):
    """A document whose pages go to `target` as soon as they are drawn; all that pages share is written last.

    The file's objects lie in another order than they are numbered in, which the table of their places allows.
    """

    Pages: Any
    Catalog: Any
    idToObject: dict[str, Any]
    idToOffset: dict[str, int]
    numberToId: dict[int, str]

    def __init__(self, target: IO[bytes], language: str | None) -> None:
        super().__init__(invariant=1, lang=language, compression=1)
        self._target = target
        self._length = 0
        self._put(_OPENING)

    def Reference(self, obj: Any, name: str | None = None) -> Any:
        """Number an object and return what leads to it."""
        return super().Reference(obj, name)  # type: ignore[no-untyped-call]

    def add_drawn_page(
        self, size: tuple[float, float], drawing: str, links: Sequence[Any], pictures: Iterable[str]
    ) -> None:
        """Write a page of `size` points that holds the operators `drawing`, and forget it."""
        packed = zlib.compress(drawing.encode("ascii"), _LEVEL)
        name = self.thisPageName()
        contents = f"{name}.contents"
        self._open(contents)
        self._put(b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed)
        self._put(b"\nendstream\nendobj\n")
        self._open(name)
        self._put(self._page(size, contents, links, pictures))
        self.Pages.addPage(PDFObjectReference(name))
        self.pageCounter += 1
        self.inObject = None

    def format(self) -> bytes:
        """Write what is left and the end of the file. Nothing is returned: all is in the target."""
        catalog, info = self.Reference(self.Catalog), self.Reference(self.info)
        number = 0
        # Writing one object may bring another one about.
        while (number := number + 1) in self.numberToId:
            name = self.numberToId[number]
            if name not in self.idToOffset:
                self.idToOffset[name] = self._length
                self._put(PDFIndirectObject(name, self.idToObject[name]).format(self))
        place = self._length
        table = PDFCrossReferenceTable()
        table.addsection(0, [self.numberToId[at] for at in range(1, number)])
        self._put(table.format(self))
        self._put(PDFTrailer(place, Size=number, Root=catalog, Info=info, ID=self.ID()).format(self))
        return b""

    def _open(self, name: str) -> None:
        """Begin an object that is written now and never again."""
        self.Reference(None, name)
        self.idToOffset[name] = self._length
        self._put(b"%d %d obj\n" % self.idToObjectNumberAndVersion[name])

    def _page(self, size: tuple[float, float], contents: str, links: Sequence[Any], pictures: Iterable[str]) -> bytes:
        parts = [
            b"/Type /Page /Parent %s" % self._told(self.Reference(self.Pages)),
            b"/MediaBox [0 0 %.3f %.3f]" % size,
            b"/Contents %s" % self._told(PDFObjectReference(contents)),
            b"/Resources << /Font %s" % self._told(PDFObjectReference("BasicFonts")),
            b"/ProcSet [/PDF /Text /ImageB /ImageC /ImageI]",
        ]
        named = dict.fromkeys(map(self.getXObjectName, pictures))
        if named:
            inside = b" ".join(b"/%s %s" % (name.encode(), self._told(PDFObjectReference(name))) for name in named)
            parts.append(b"/XObject << %s >>" % inside)
        parts.append(b">>")
        if links:
            parts.append(b"/Annots %s" % self._told(PDFArray(links)))
        return b"<< %s >>\nendobj\n" % b" ".join(parts)

    def _told(self, value: Any) -> bytes:
        found: bytes = formatted(value, self)
        return found

    def _put(self, content: bytes) -> None:
        self._target.write(content)
        self._length += len(content)
