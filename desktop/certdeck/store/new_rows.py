"""The rows of new cards, many at a time, in columns: an object for each row would take longer than to put it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Final, NamedTuple

from certdeck.core.deck import Card, CardKind
from certdeck.core.ids import DeckId, FaceId
from certdeck.core.scheduling.faces import face_ids
from certdeck.core.scheduling.schedule import FaceState
from certdeck.ports.intake import Entrant, PlainRun
from certdeck.store import codec
from certdeck.store.connection import Link, Value
from certdeck.store.entering import AGAIN, ENTER, ENTER_AGAIN, KEEP_STATE, NEW_STATE, PUT_ITEM, PUT_NEW
from certdeck.store.face_numbers import number, only_face, only_face_of
from certdeck.store.pouring import pour_columns, pour_values
from certdeck.store.study import LINE, PUT_ENTRY, STATE_COLUMNS, entries_values, state_values
from certdeck.store.wording import wording

BASIC: Final = CardKind.BASIC.value
PUT_UNINDEXED: Final = "INSERT OR IGNORE INTO unindexed (entry) VALUES (?)"
PLACED: Final = (*STATE_COLUMNS, "deck_id", "position", "entry")
PUT_PLACED: Final = f"INSERT INTO face_state ({', '.join(PLACED)}) VALUES ({', '.join('?' * len(PLACED))})"
ENTER_RUN: Final = f"""
    INSERT OR FAIL INTO entry (key, item_id, deck_id, kind, form, position, covered, added_at)
    SELECT ?1 + named.key, named.value, ?2, 'card', '{BASIC}', ?3 + named.key, 0, ?4 FROM json_each(?5) AS named
"""
PUT_NEW_RUN: Final = f"""
    INSERT OR FAIL INTO face_state ({NEW_STATE})
    SELECT {only_face_of("key")}, 'new', 0, 0, 0, 0, 0, deck_id, position + ?, key FROM entry WHERE key BETWEEN ? AND ?
"""
"""The faces of cards that nothing was learnt of follow on one another as the cards do."""
TAKE_STATE: Final = AGAIN + ", ".join(f"{name} = excluded.{name}" for name in PLACED[1:])


@dataclass(slots=True)
class NextPlaces:
    """The positions in a deck of the card that comes next, and of its first face."""

    card: int
    face: int


class _Run(NamedTuple):
    """Plain cards of a deck that follow on one another: the first key and place, and their ids."""

    deck: str
    key: int
    place: int
    names: Sequence[str]


class NewRows:
    """The rows of new cards. Each takes the next places of its deck, which are counted on."""

    def __init__(self) -> None:
        self.keys: list[int] = []
        self.names: list[str] = []
        self.tags: list[tuple[str, ...]] = []
        self.cards: list[Card] = []
        """Those that are more than a front, a back and tags."""
        self._runs: list[_Run] = []
        self._new_runs: list[tuple[int, int, int]] = []
        """What to add to the place of a card for that of its face, and the first and last key."""
        self._entered: list[int] = []
        """The keys of those that are in no run."""
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
        self.keys.append(key)
        self._entered.append(key)
        self._decks.append(deck)
        self._forms.append(card.kind.value)
        self._places.append(places.card)
        places.card += 1
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

    def add_plain(self, deck: DeckId, run: PlainRun, keys: Sequence[int], places: NextPlaces) -> None:
        """Do the same with the cards of a run, whose entries have `keys`, column by column."""
        names, fronts, backs, tags = zip(*run.cards, strict=True)
        self.keys += keys
        self.names += names
        self.tags += tags
        self._titles += fronts
        self._texts += backs
        contents = zip(codec.encode_all_tags(tags), run.cards, strict=True)
        self._contents += [content or wording(card.as_card()).content for content, card in contents]
        self._runs.append(_Run(deck, keys[0], places.card, names))
        if run.courses:
            self._learn(deck, run, keys, places)
        else:
            self._new_runs.append((places.face - places.card, keys[0], keys[-1]))
        places.card += len(keys)
        places.face += len(keys)

    def _learn(self, deck: DeckId, run: PlainRun, keys: Sequence[int], places: NextPlaces) -> None:
        """Add the faces of plain cards, and what was learnt of them."""
        for place, (key, course) in enumerate(zip(keys, run.courses, strict=True), places.face):
            face = only_face(key)
            if course is None:
                self._new_faces += (face, deck, place, key)
                continue
            state, lines = course
            self._learnt_faces += (face, *state, deck, place, key)
            self._lines += lines
            count = len(lines) // LINE
            self._line_faces += repeat(face, count)
            self._line_changes += repeat(run.change, count)

    def put(self, link: Link, at: int | None, *, again: bool) -> None:
        """Put all rows. `again` says that some cards may have been here before.

        The cards come `at` so many microseconds since 1970. What is put without asking for what was
        there leaves SQLite less to keep (see `pouring`).
        """
        keep, take = (KEEP_STATE, TAKE_STATE) if again else ("", "")
        for run in self._runs:
            link.run(ENTER_RUN, run.key, run.deck, run.place, at, json.dumps(run.names))
        names = [card.id for card in self.cards]
        kinds, times = ["card"] * len(names), [at] * len(names)
        entries = (self._entered, names, self._decks, kinds, self._forms, self._places, times)
        pour_columns(link, ENTER_AGAIN if again else ENTER, *entries)
        pour_columns(link, PUT_UNINDEXED, self.keys)
        pour_columns(link, PUT_ITEM, self.keys, self._titles, self._texts, self._contents, [at] * len(self.keys))
        for new in self._new_runs:
            link.run(PUT_NEW_RUN, *new)
        pour_values(link, PUT_NEW + keep, self._new_faces, PUT_NEW.count("?"))
        pour_values(link, PUT_PLACED + take, self._learnt_faces, len(PLACED))
        self._lines[0::LINE] = self._line_faces
        self._lines[1::LINE] = self._line_changes
        pour_values(link, PUT_ENTRY, self._lines, LINE)
