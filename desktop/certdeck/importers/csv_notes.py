"""CSV and TSV, with the headers that Anki writes at the top of its text files (`#separator:tab` and so on).

Source: the Anki manual, "Text files" (https://docs.ankiweb.net/importing/text-files.html).
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, compress
from pathlib import Path
from typing import Final
from unicodedata import normalize

from certdeck.core.card_rules import gap_numbers
from certdeck.core.deck import CardKind
from certdeck.core.incoming import FieldMap, Note, NoteType
from certdeck.importers.losses import LossBook
from certdeck.importers.text_file import read_text, refused
from certdeck.ports.exporting import Progress
from certdeck.ports.importing import Format, Found, Plan
from certdeck.ports.markup import HtmlReader

_SEPARATORS: Final = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "space": " ",
    "pipe": "|",
    "colon": ":",
}
_GUESSED: Final = ("\t", ";", ",", "|")
_COLUMNS: Final = ("tags", "deck", "notetype", "guid")
_TITLES: Final = tuple(
    frozenset(words.split(", "))
    for words in (
        "front, back, question, answer, tags, deck, text, extra, term, definition, meaning, hint, guid, id, notes",
        "vorderseite, rückseite, frage, antwort, begriff, definition, bedeutung, hinweis, notiz, stapel, schlagwörter",
        "recto, verso, question, réponse, terme, définition, signification, indice, paquet, étiquettes, notes",
        "anverso, reverso, pregunta, respuesta, término, definición, significado, pista, mazo, etiquetas, notas",
        "fronte, retro, domanda, risposta, termine, definizione, significato, suggerimento, mazzo, etichette, note",
        "frente, verso, pergunta, resposta, termo, definição, significado, dica, baralho, etiquetas, notas",
        "voorkant, achterkant, vraag, antwoord, begrip, definitie, betekenis, labels",
        "przód, tył, pytanie, odpowiedź, pojęcie, definicja, znaczenie, etykiety",
        "líc, rub, přední strana, zadní strana, otázka, odpověď, pojem, definice, význam, štítky",
        "framsida, baksida, fråga, svar, begrepp, definition, betydelse, etiketter",
        "forside, bagside, bakside, spørgsmål, spørsmål, svar, begreb, begrep, definition, definisjon",
        "etupuoli, takapuoli, kysymys, vastaus, käsite, määritelmä",
        "előlap, hátlap, kérdés, válasz, fogalom, meghatározás, jelentés, címkék",
        "ön, arka, ön yüz, arka yüz, soru, cevap, yanıt, terim, tanım, anlam, etiketler",
        "лицевая сторона, оборотная сторона, вопрос, ответ, термин, определение, значение, метки",
        "лицьова сторона, зворотна сторона, питання, відповідь, термін, визначення, значення, мітки",
        "表, 裏, 表面, 裏面, 問題, 質問, 答え, 解答, 回答, 用語, 定義, 意味, タグ",
        "正面, 背面, 反面, 问题, 問題, 答案, 术语, 術語, 定义, 定義, 标签, 標籤",
        "앞면, 뒷면, 질문, 문제, 답, 답변, 정답, 용어, 정의, 뜻, 태그",
    )
)
"""What the columns of cards are called, language by language: a line with words of two is a line of a vocabulary."""
_LONGEST_FIELD: Final = 1_000_000
_MOST_FIELDS: Final = 200
_STRIDE: Final = 500
_END: Final = "\x04"
"""Stands behind the last line: a quote that is never closed takes it in, as all that stands before it."""
_GUESSED_BY: Final = 1_000_000
"""Characters in which the first lines are looked for."""


@dataclass(slots=True)
class Head:
    """What the lines at the top say. Columns are counted from 1, 0 is none."""

    separator: str = ""
    html: bool = False
    tags: tuple[str, ...] = ()
    deck: str = ""
    note_type: str = ""
    names: tuple[str, ...] = ()
    columns: dict[str, int] = field(default_factory=dict)
    lines: int = 0
    end: int = 0
    """Where the notes begin, in characters."""


def read_csv(file: Path, html: HtmlReader, progress: Progress) -> Plan:
    """Read a text file whose lines are notes. Raises `ImportRefused`."""
    losses = LossBook()
    text = read_text(file, losses)
    head = read_head(text)
    rows = _rows(file, text, head, progress)
    first = next(rows, None)
    if first is not None and not head.names and _is_head(first[1]):
        head.names, first = tuple(first[1]), next(rows, None)
    notes = () if first is None else tuple(_notes(chain((first,), rows), head, html, losses))
    types = _types(notes, head)
    return Plan(file, Format.CSV, types, notes, Found(losses=losses.all()))


def read_head(text: str) -> Head:
    """Read the lines that begin with # at the top."""
    head = Head()
    while text.startswith("#", head.end):
        end = text.find("\n", head.end)
        end = len(text) if end < 0 else end
        name, _, value = text[head.end + 1 : end].partition(":")
        _put(head, name.strip().lower(), value)
        head.lines += 1
        head.end = end + 1
    return head


def _put(head: Head, name: str, value: str) -> None:
    plain = value.strip()
    match name:
        case "separator":
            head.separator = _SEPARATORS.get(plain.lower(), plain[:1] or value[:1])
        case "html":
            head.html = plain.lower() == "true"
        case "tags":
            head.tags = tuple(plain.split())
        case "deck":
            head.deck = plain
        case "notetype":
            head.note_type = plain
        case "columns":
            separator = head.separator or next((sign for sign in _GUESSED if sign in value), ",")
            head.names = tuple(part.strip() for part in next(csv.reader([value], delimiter=separator), []))
        case _ if name.endswith(" column") and name.removesuffix(" column") in _COLUMNS and plain.isdecimal():
            head.columns[name.removesuffix(" column")] = min(int(plain), _MOST_FIELDS)


def _rows(file: Path, text: str, head: Head, progress: Progress) -> Iterator[tuple[int, list[str]]]:
    """Yield each note's line, from 1, and its columns."""
    separator = head.separator or _guess(text[head.end : head.end + _GUESSED_BY])
    previous = csv.field_size_limit(_LONGEST_FIELD)
    total = text.count("\n", head.end) + 1
    reader = csv.reader(chain(_lines(text, head.end), (_END,)), delimiter=separator)
    begun = line = 0
    try:
        for row in reader:
            begun, line = line + 1, reader.line_num
            if row == [_END]:
                return
            if line % _STRIDE == 0:
                progress(line, total)
            if row and not row[0].startswith("#") and (row[0].strip() or any(cell.strip() for cell in row)):
                yield line + head.lines, row[:_MOST_FIELDS]
        raise refused(
            file, f"line {begun + head.lines} opens a quote that is never closed", 'Close it; a quote inside is "".'
        )
    except csv.Error as error:
        raise refused(file, f"line {reader.line_num + head.lines} is no CSV ({error})") from error
    finally:
        csv.field_size_limit(previous)


def _lines(text: str, start: int) -> Iterator[str]:
    """Yield the lines of `text` from `start` on, one at a time: all of them at once would take its room again.

    The last one ends as all others do.
    """
    end = text.find("\n", start) + 1
    while end:
        yield text[start:end]
        start, end = end, text.find("\n", end) + 1
    if start < len(text):
        yield f"{text[start:]}\n"


def _guess(body: str) -> str:
    """Return the separator that the first lines have most alike."""
    lines = [line for line in body.split("\n")[:20] if line.strip()]
    return max(_GUESSED, key=lambda sign: (sum(sign in line for line in lines), -_GUESSED.index(sign)), default=",")


def _is_head(row: list[str]) -> bool:
    """Tell whether a first row names columns: two at least as they are called in one language."""
    cells = [normalize("NFC", cell.strip().lower()) for cell in row]
    return any(sum(cell in titles for cell in cells) > 1 for titles in _TITLES)


def _notes(rows: Iterable[tuple[int, list[str]]], head: Head, html: HtmlReader, losses: LossBook) -> Iterator[Note]:
    # A column that there is none of stands behind all that a row can have.
    places = {name: place - 1 if place else _MOST_FIELDS for name, place in _special(head).items()}
    tags_at, deck_at, type_at, guid_at = (places.get(name, _MOST_FIELDS) for name in _COLUMNS)
    is_field = [place not in places.values() for place in range(_MOST_FIELDS)]
    seen: set[str] = set()
    read = html if head.html else str.strip
    for line, row in rows:
        width = len(row)
        fields = tuple(map(read, compress(row, is_field)))
        note_type = (row[type_at].strip() if type_at < width else "") or head.note_type or "Text"
        guid = row[guid_at].strip() if guid_at < width else ""
        key = f"anki:{guid}" if guid else f"csv:{note_type}:{' '.join(fields[0].split()) if fields else ''}"
        if key in seen:
            losses.add("lines", "an earlier line has the same first field, so the later one counts", f"line {line}")
        seen.add(key)
        deck = (row[deck_at].strip() if deck_at < width else "") or head.deck
        tags = (*head.tags, *row[tags_at].split()) if tags_at < width else head.tags
        yield Note(key, note_type, deck, fields, tags, None, (), False, f"line {line}")


def _special(head: Head) -> dict[str, int]:
    """Return the columns that are no fields, from 1, by what they hold."""
    places = dict(head.columns)
    for name in _COLUMNS:
        found = next((place for place, title in enumerate(head.names, 1) if title.strip().lower() == name), 0)
        if found:
            places.setdefault(name, found)
    return places


def _types(notes: tuple[Note, ...], head: Head) -> tuple[NoteType, ...]:
    special = {place for place in head.columns.values() if place}
    named = [name for place, name in enumerate(head.names, 1) if place not in special]
    named = [name for name in named if name.strip().lower() not in _COLUMNS]
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(note.type, []).append(note)
    return tuple(_type(name, several, named) for name, several in found.items())


def _type(name: str, notes: list[Note], named: list[str]) -> NoteType:
    width = max(len(note.fields) for note in notes)
    fields = tuple((named + [f"Column {place}" for place in range(len(named) + 1, width + 1)])[:width])
    first = [note.fields[0] for note in notes if note.fields]
    kind = name.lower()
    if "cloze" in kind or (first and all(gap_numbers(text) for text in first)):
        how = FieldMap(CardKind.CLOZE, (0,), tuple(range(1, width)))
    elif "reversed" in kind:
        how = FieldMap(CardKind.REVERSED, (0,), tuple(range(1, width)), ordinals=(0, 1))
    elif "type" in kind and width > 1:
        how = FieldMap(CardKind.TYPED, (0,), tuple(range(2, width)), answer=1)
    else:
        how = FieldMap(CardKind.BASIC, (0,), tuple(range(1, width)))
    return NoteType(name, name, fields, (how,))
