"""CSV, or TSV where the file's name ends in .tsv, with the headers that Anki and Certdeck read.

Source: the Anki manual, "Text files" (https://docs.ankiweb.net/importing/text-files.html).
"""

import csv
from collections.abc import Sequence
from html import escape
from io import StringIO
from pathlib import Path
from typing import Final

from certdeck.core.anki import guid
from certdeck.core.deck import Card, CardKind, Question
from certdeck.exporters.anki.cloze import anki_html, read_cloze, write_cloze
from certdeck.exporters.anki.fields import as_question, asks
from certdeck.exporters.anki.question_html import options, solution
from certdeck.exporters.anki.tree import Tree, tags
from certdeck.exporters.entries import Losses, write_entries
from certdeck.ports.exporting import PackageCount, Progress
from certdeck.ports.markup import Markup
from certdeck.ports.outgoing import Bundle, OutgoingItem

_COLUMNS: Final = ("GUID", "Note type", "Deck", "Tags", "Front", "Back")
_TOLD: Final = "Questions became a front with the options and a back with the reasons: nothing can be chosen."
_DIRECTIONS: Final = "Reversed cards ask only one way round."
_TYPED: Final = "Typed answers stand on the back: nothing is typed."
_PICTURES: Final = "Pictures are named, not included: put them into Anki's media folder yourself."


class CsvExporter:
    """Writes CSV (see `certdeck.ports.exporting.BundleExporter`)."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup

    def write(self, bundle: Bundle, target: Path, progress: Progress) -> PackageCount:
        """Write a row for each item, in the note types Basic and Cloze that every Anki has."""
        tab = target.suffix.lower() in {".tsv", ".tab"}
        name, sign = ("tab", "\t") if tab else ("comma", ",")
        head = (
            f"#separator:{name}\n#html:true\n#columns:{sign.join(_COLUMNS)}\n"
            "#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:4\n"
        )
        losses, tree = Losses(), Tree(bundle)

        def entry(out: OutgoingItem) -> str | None:
            sides = self._sides(out.item, losses)
            if sides is None:
                return None
            place = tree.place_of(out.item)
            row = (
                guid(out.deck, out.item.id),
                "Cloze" if isinstance(out.item, Card) and out.item.kind is CardKind.CLOZE else "Basic",
                tree.name(out.deck, place),
                tags(out.item, out.item.kind, place).strip(),
                *sides,
            )
            return _line(row, sign)

        return write_entries(bundle, target, progress, entry, losses, around=(head, ""))

    def _sides(self, item: Card | Question, losses: Losses) -> tuple[str, str] | None:
        if not isinstance(item, Card):
            losses.add(_TOLD)
            return self._html(item.stem) + options(item, self._html), solution(item, self._html)
        if not asks(item) or item.kind in {CardKind.OCCLUSION, CardKind.TABLE}:
            return None
        if "![" in item.front + item.back:
            losses.add(_PICTURES)
        match item.kind:
            case CardKind.CHOICE:
                losses.add(_TOLD)
                question = as_question(item)
                told = solution(question, self._html) + self._html(item.back)
                return self._html(item.front) + options(question, self._html), told
            case CardKind.TYPED:
                losses.add(_TYPED)
                return self._html(item.front), f"<p><b>{escape(item.answer)}</b></p>{self._html(item.back)}"
            case CardKind.CLOZE:
                return self._cloze(item.front), self._html(item.back)
            case CardKind.REVERSED:
                losses.add(_DIRECTIONS)
        return self._html(item.front), self._html(item.back)

    def _html(self, text: str) -> str:
        return anki_html(self._markup, self._markup.read(text))

    def _cloze(self, text: str) -> str:
        return write_cloze(self._markup, read_cloze(self._markup, text))


def _line(row: Sequence[str], sign: str) -> str:
    # In quotes, a line that begins with the sign of a comment is none.
    quoting: Final = csv.QUOTE_ALL if row[0].startswith("#") else csv.QUOTE_MINIMAL
    line = StringIO()
    csv.writer(line, delimiter=sign, lineterminator="\n", quoting=quoting).writerow(row)
    return line.getvalue()
