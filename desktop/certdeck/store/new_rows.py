"""The rows of new cards, many at a time, in columns: an object for each row would take longer than to put it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Final

from certdeck.core.deck import Card, CardKind
from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.faces import face_ids
from certdeck.core.scheduling.schedule import FaceState
from certdeck.ports.intake import Entrant, PlainEntrant, card_in
from certdeck.store import codec
from certdeck.store.connection import Link, Value
from certdeck.store.entering import AGAIN, ENTER, ENTER_AGAIN, KEEP_STATE, PUT_ITEM, PUT_NEW
from certdeck.store.face_numbers import number, only_face
from certdeck.store.pouring import pour_columns, pour_values
from certdeck.store.study import LINE, PUT_ENTRY, STATE_COLUMNS, entries_values, state_values
from certdeck.store.wording import wording

BASIC: Final = CardKind.BASIC.value
PUT_UNINDEXED: Final = "INSERT OR IGNORE INTO unindexed (entry) VALUES (?)"
PLACED: Final = (*STATE_COLUMNS, "deck_id", "position", "entry")
PUT_PLACED: Final = f"INSERT INTO face_state ({', '.join(PLACED)}) VALUES ({', '.join('?' * len(PLACED))})"
TAKE_STATE: Final = AGAIN + ", ".join(f"{name} = excluded.{name}" for name in PLACED[1:])


@dataclass(slots=True)
class NextPlaces:
    """The positions in a deck of the card that comes next, and of its first face."""

    card: int
    face: int


class NewRows:
    """The rows of new cards. Each takes the next places of its deck, which are counted on."""

    def __init__(self) -> None:
        self.keys: list[int] = []
        self.names: list[str] = []
        self.tags: list[tuple[str, ...]] = []
        self.cards: list[Card] = []
        """Those that are more than a front, a back and tags."""
        self._decks: list[str] = []
        self._forms: list[str] = []
        self._places: list[int] = []
        self._titles: list[str] = []
        self._texts: list[str] = []
        self._contents: list[bytes] = []
        self._new_faces: list[Value] = []
        self._learnt_faces: list[Value] = []
        self._lines: list[Value] = []
        self._line_faces: list[int] = []
        self._line_changes: list[int | None] = []

    def add(self, deck: DeckId, entrant: Entrant, key: int, places: NextPlaces) -> None:
        """Add a card, whose entry has the number `key`."""
        card = entrant.card
        states: Mapping[FaceId, FaceState] = {state.face: state for state in entrant.states}
        title, text, content = wording(card)
        self.cards.append(card)
        self.names.append(card.id)
        self.tags.append(card.tags)
        self._titles.append(title)
        self._texts.append(text)
        self._contents.append(content)
        self._enter(deck, card.kind.value, (key,), places)
        for face in face_ids(card):
            numbered = number(key, face)
            if face in states:
                self._learnt_faces += (numbered, *state_values(states[face]), deck, places.face, key)
            else:
                self._new_faces += (numbered, deck, places.face, key)
            places.face += 1
        for entry in entrant.entries:
            self._line_faces.append(number(key, entry.after.face))
            self._line_changes.append(entry.change)
        for line in entries_values(entrant.entries, key):
            self._lines += line

    def add_plain(
        self, deck: DeckId, entrants: Sequence[PlainEntrant], keys: Sequence[int], places: NextPlaces
    ) -> None:
        """Do the same with several of `keys`, column by column."""
        names, fronts, backs, tags = zip(*[entrant.card for entrant in entrants], strict=True)
        self.names += names
        self.tags += tags
        self._titles += fronts
        self._texts += backs
        self._contents += [codec.encode_tags(one.card.tags) or wording(card_in(one)).content for one in entrants]
        self._enter(deck, BASIC, keys, places)
        for place, (key, (_, course, change, _)) in enumerate(zip(keys, entrants, strict=True), places.face):
            face = only_face(key)
            if course is None:
                self._new_faces += (face, deck, place, key)
                continue
            state, lines = course
            self._learnt_faces += (face, *state, deck, place, key)
            self._lines += lines
            count = len(lines) // LINE
            self._line_faces += repeat(face, count)
            self._line_changes += repeat(change, count)
        places.face += len(keys)

    def put(self, link: Link, at: int | None, *, again: bool) -> None:
        """Put all rows. `again` says that some cards may have been here before.

        The cards come `at` so many microseconds since 1970. What is put without asking for what was
        there leaves SQLite less to keep (see `pouring`).
        """
        keep, take = (KEEP_STATE, TAKE_STATE) if again else ("", "")
        keys, kinds, times = self.keys, ["card"] * len(self.keys), [at] * len(self.keys)
        entries = (keys, self.names, self._decks, kinds, self._forms, self._places, times)
        pour_columns(link, ENTER_AGAIN if again else ENTER, *entries)
        pour_columns(link, PUT_UNINDEXED, keys)
        pour_columns(link, PUT_ITEM, keys, self._titles, self._texts, self._contents, times)
        pour_values(link, PUT_NEW + keep, self._new_faces, PUT_NEW.count("?"))
        pour_values(link, PUT_PLACED + take, self._learnt_faces, len(PLACED))
        self._lines[0::LINE] = self._line_faces
        self._lines[1::LINE] = self._line_changes
        pour_values(link, PUT_ENTRY, self._lines, LINE)

    def _enter(self, deck: DeckId, form: str, keys: Sequence[int], places: NextPlaces) -> None:
        self.keys += keys
        self._decks += repeat(deck, len(keys))
        self._forms += repeat(form, len(keys))
        self._places += range(places.card, places.card + len(keys))
        places.card += len(keys)
