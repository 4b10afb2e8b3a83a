"""One item of every kind, with texts as long as real ones."""

import struct
import zlib
from dataclasses import replace

from certdeck.core.deck import CardKind, OrderingQuestion
from certdeck.core.ids import ItemId
from certdeck.ports.outgoing import Bundle
from tests.builders import card
from tests.exporters import sample


def content() -> Bundle:
    """Return a bundle with one item of every kind; a case with three questions among them."""
    kinds = (CardKind.CHOICE, CardKind.TABLE, CardKind.OCCLUSION)
    more = tuple(replace(card(f"c-{kind}", kind), covers=sample.BASIC.covers) for kind in kinds)
    case = sample.CASE.id
    asked: tuple[OrderingQuestion, ...] = (replace(sample.ORDERING, id=ItemId("q-case-order"), scenario=case),)
    matched = replace(sample.MATCHING, id=ItemId("q-case-match"), scenario=case)
    deck = replace(
        sample.DECK,
        cards=(sample.BASIC, sample.REVERSED, sample.CLOZE, sample.TYPED, *more),
        questions=(*sample.DECK.questions, *asked, matched),
    )
    return sample.content(deck)


def plot() -> bytes:
    """Return a small PNG picture: a grey rectangle of 320 by 200."""
    width, height = 320, 200
    rows = b"".join(b"\0" + bytes([180 + (x // 20) % 2 * 30 for x in range(width)]) for _ in range(height))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
