"""Letters of an embedded face as the bytes of a text operator."""

from typing import Any, Final

from reportlab.pdfbase.pdfmetrics import getFont

_ESCAPED: Final = {"(": "\\(", ")": "\\)", "\\": "\\\\"}


class Coded(dict[int, str]):
    r"""For `str.translate`: each character of `font` as it stands between the parentheses of `(…) Tj`.

    A face is embedded in parts of up to 256 characters, in the order in which a document comes to need them. What is
    not in the first part is written in its own, at `size`, and then the first one goes on.
    """

    def __init__(self, font: str, size: float, document: Any) -> None:
        super().__init__()
        face: Any = getFont(font)
        self._font = face
        self._document = document
        self._size = size
        self._font.splitString("", document)  # makes its state
        self.opening = self._part(0)
        """The operator that chooses the face."""

    def __missing__(self, code: int) -> str:
        ((part, coded),) = self._font.splitString(chr(code), self._document)
        text = "".join(map(_escaped, coded))
        self[code] = text if not part else f") Tj {self._part(part)} ({text}) Tj {self.opening} ("
        return self[code]

    def _part(self, number: int) -> str:
        return f"{self._font.getSubsetInternalName(number, self._document)} {self._size:g} Tf"


def _escaped(code: int) -> str:
    letter = chr(code)
    if 32 <= code < 127:
        return _ESCAPED.get(letter, letter)
    return f"\\{code:03o}"
