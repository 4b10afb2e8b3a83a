"""What registers of a sync stand for, read from the library and put into it (see `certdeck.ports.exchange`)."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from certdeck.core.deck import Card
from certdeck.core.digests import sha256
from certdeck.core.exam.insight import MissReason
from certdeck.core.ids import DeckId, ItemId, SittingId, is_well_formed
from certdeck.core.scheduling.options import DEFAULT, Options, Preset
from certdeck.core.scheduling.parameters import are_usable
from certdeck.core.settings import SHARED_SETTINGS
from certdeck.core.sync.operations import register
from certdeck.core.sync.plain import Unreadable, moment
from certdeck.ports.exchange import LocalValue
from certdeck.ports.search import SavedSearch
from certdeck.ports.sittings import Dispute
from certdeck.store import codec, exam_codec
from certdeck.store.connection import Link, known_time
from certdeck.store.own import OwnTables
from certdeck.store.own_cards import OWN, drop_own, put_own
from certdeck.store.owners import OWNER
from certdeck.store.preferences import PreferenceTable
from certdeck.store.presets import PresetTable
from certdeck.store.results import ResultTables
from certdeck.store.saved_searches import SavedSearchTable
from certdeck.store.savepoint import whole_or_not
from certdeck.store.sittings import SittingTables

USUAL: Final = "default"
"""What stands for the preset that is always there, whatever it is called."""
FITS: Final = "fsrs_parameters"
EXAM_DAYS: Final = "exam_days"
LONGEST: Final = 200_000
"""Characters of a note, a query or a dispute."""
CARDS: Final = f"""
    SELECT entry.item_id AS id, item.title, item.text, item.content, item.revised_at
    FROM entry JOIN item ON item.key = entry.key WHERE entry.deck_id = '{OWN}' AND entry.kind = 'card'
"""
DISPUTES: Final = "SELECT max(id) AS id, item_id, text, deck_version, at FROM dispute GROUP BY item_id"
EXAMS: Final = (
    "SELECT sync_replica.name, sync_operation.number, sitting.id, sitting.survey, sitting.finished_at "
    "FROM sync_operation JOIN sync_replica ON sync_replica.key = sync_operation.replica "
    "JOIN sitting ON sitting.id = sync_operation.row "
    "WHERE sync_operation.kind = 'record' AND sync_operation.subject = 'exam'"
)
REASONS: Final = """
    SELECT max(id) AS id, position, reason, at FROM miss_reason WHERE sitting_id = ? GROUP BY position ORDER BY position
"""
DECKS: Final = "SELECT id, version FROM deck ORDER BY id"
ASSIGNED: Final = f"""
    SELECT deck.id, preset.id AS preset, preset.name FROM deck JOIN preset ON preset.id = deck.preset_id
    WHERE preset.id != {DEFAULT}
"""


class _Fit(msgspec.Struct):
    """A fit as settings keep it."""

    parameters: list[float]
    at: str
    reviews: int
    before: dict[str, float]
    after: dict[str, float]


class _Preset(msgspec.Struct):
    name: str
    options: Options
    fit: _Fit | None = None


class _Search(msgspec.Struct):
    name: str
    query: str


class _Dispute(msgspec.Struct):
    text: str
    version: str
    at: int


class SharedValueTables:
    """Own texts, tags, cards, searches, options, settings, and what was said about exams."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._own = OwnTables(link)
        self._presets = PresetTable(link)
        self._searches = SavedSearchTable(link)
        self._settings = PreferenceTable(link)
        self._results = ResultTables(link)

    def all(self) -> Mapping[str, LocalValue]:
        """Return what each register holds by what is in the library now; those without a value are left out."""
        found: dict[str, LocalValue] = {}
        for part in (self._texts(), self._options(), self._named(), self._exams()):
            found.update(part)
        return found

    def put(self, key: str, value: str | None, now: datetime) -> bool:
        """Put a value into the library, or take it out with None. Tells whether there was a place for it."""
        kind, _, name = key.partition(":")
        put = {
            "edit": self._put_edit,
            "note": self._put_note,
            "tag": self._put_tag,
            "card": self._put_card,
            "preset": self._put_preset,
            "deck-preset": self._put_deck_preset,
            "search": self._put_search,
            "setting": self._put_setting,
            "exam-day": self._put_exam_day,
            "dispute": self._put_dispute,
            "survey": self._put_survey,
            "reason": self._put_reason,
            "rules": _put_nothing,
        }.get(kind)
        if put is None:
            raise Unreadable(f"nothing is known of {kind}")
        with whole_or_not(self._link):
            return put(name, value, now)

    def write_options(self, options: Options) -> str:
        """Return deck options as the value of a register."""
        return codec.encode_options(options).decode()

    def read_options(self, value: str) -> Options:
        """Return the options that `write_options` wrote. Raises `Unreadable` for anything else."""
        with whole_or_not(self._link):
            return _usable(codec.decode_options(value.encode()))

    def decks(self) -> Mapping[DeckId, str]:
        """Return the version of every deck."""
        return {DeckId(row["id"]): row["version"] for row in self._link.rows(DECKS)}

    # --- Texts of the learner's own

    def _texts(self) -> Iterator[tuple[str, LocalValue]]:
        for row in self._link.rows("SELECT item_id, content, at FROM own_edit"):
            value = codec.encode_edit(codec.decode_edit(row["content"])).decode()
            yield register("edit", row["item_id"]), LocalValue(value, row["at"])
        for row in self._link.rows("SELECT item_id, text, at FROM own_note"):
            yield register("note", row["item_id"]), LocalValue(_json(row["text"]), row["at"])
        for row in self._link.rows("SELECT item_id, tag FROM own_tag"):
            yield register("tag", row["item_id"], _short(row["tag"])), LocalValue(_json(row["tag"]))
        for row in self._link.rows(CARDS):
            value = codec.encode_item(
                codec.decode_row(row["id"], "card", row["content"], row["title"], row["text"])
            ).decode()
            yield register("card", row["id"]), LocalValue(value, row["revised_at"])

    def _put_edit(self, item: str, value: str | None, now: datetime) -> bool:
        self._own.put_edit(ItemId(item), None if value is None else codec.decode_edit(value.encode()), now)
        return True

    def _put_note(self, item: str, value: str | None, now: datetime) -> bool:
        self._own.put_note(ItemId(item), "" if value is None else _text(value), now)
        self._own.touch((ItemId(item),), now)
        return True

    def _put_tag(self, name: str, value: str | None, now: datetime) -> bool:
        item, _, short = name.rpartition(":")
        tags = {tag for tag in self._own.tags(ItemId(item)) if _short(tag) != short}
        if value is not None:
            tag = _text(value)
            if _short(tag) != short or not tag or tag.split() != [tag]:
                raise Unreadable("no tag")
            tags.add(tag)
        self._own.put_tags(ItemId(item), tuple(sorted(tags)))
        self._own.touch((ItemId(item),), now)
        return True

    def _put_card(self, name: str, value: str | None, now: datetime) -> bool:
        owner = self._link.row(OWNER, name)
        if owner is not None and owner["deck_id"] != OWN:
            return False
        if value is None:
            drop_own(self._link, ItemId(name))
            return True
        card = codec.decode_item("card", value.encode())
        if not isinstance(card, Card) or card.id != name or not is_well_formed(name):
            raise Unreadable("no card")
        put_own(self._link, card, now)
        return True

    # --- Options of decks

    def _options(self) -> Iterator[tuple[str, LocalValue]]:
        fits = self._fits()
        for preset in self._presets.all():
            fit = fits.get(str(preset.id))
            if preset.id == DEFAULT and preset == Preset(DEFAULT, preset.name) and fit is None:
                continue
            value = {"name": preset.name, "options": preset.options, "fit": fit}
            yield register("preset", _preset_key(preset.id, preset.name)), LocalValue(_json(value))
        for row in self._link.rows(ASSIGNED):
            key = _preset_key(row["preset"], row["name"])
            yield register("deck-preset", row["id"]), LocalValue(_json(key))

    def _put_preset(self, key: str, value: str | None, _now: datetime) -> bool:
        known = self._preset(key)
        if value is None:
            if known is not None and known.id == DEFAULT:
                self._presets.put(Preset(DEFAULT, known.name))
                self._put_fit(DEFAULT, None)
            elif known is not None:
                self._presets.remove(known.id)
                self._put_fit(known.id, None)
            return True
        said = msgspec.json.decode(value, type=_Preset)
        options = _usable(said.options)
        if not said.name.strip() or len(said.name) > LONGEST or (key != USUAL and _short(said.name) != key):
            raise Unreadable("no preset")
        number = known.id if known is not None else self._presets.add(said.name, options)
        self._presets.put(Preset(number, said.name, options))
        self._put_fit(number, said.fit)
        return True

    def _put_deck_preset(self, deck: str, value: str | None, _now: datetime) -> bool:
        preset = self._preset(USUAL if value is None else _text(value))
        if preset is None or self._link.row("SELECT 1 FROM deck WHERE id = ?", deck) is None:
            return False
        self._presets.assign(DeckId(deck), preset.id)
        return True

    def _preset(self, key: str) -> Preset | None:
        return next((one for one in self._presets.all() if _preset_key(one.id, one.name) == key), None)

    def _fits(self) -> dict[str, Any]:
        try:
            found = json.loads(self._settings.all().get(FITS, "{}"))
            return dict(found.get("presets", {}))
        except (ValueError, TypeError, AttributeError):
            return {}

    def _put_fit(self, preset: int, fit: _Fit | None) -> None:
        stored = self._settings.all().get(FITS)
        if stored is None and fit is None:
            return
        fits = {number: known for number, known in self._fits().items() if number != str(preset)}
        if fit is not None:
            fits[str(preset)] = msgspec.to_builtins(fit)
        replayed = json.loads(stored).get("replayed", 0) if stored else 0
        self._settings.put(FITS, json.dumps({"presets": fits, "replayed": replayed}, sort_keys=True))

    # --- What has a name

    def _named(self) -> Iterator[tuple[str, LocalValue]]:
        for saved in self._searches.all():
            value = LocalValue(_json({"name": saved.name, "query": saved.query}))
            yield register("search", _short(saved.name)), value
        settings = self._settings.all()
        for name in sorted(SHARED_SETTINGS & settings.keys()):
            yield register("setting", name), LocalValue(settings[name])
        for exam, day in self._exam_days().items():
            yield register("exam-day", exam), LocalValue(_json(day))

    def _put_search(self, key: str, value: str | None, _now: datetime) -> bool:
        known = next((one for one in self._searches.all() if _short(one.name) == key), None)
        if value is None:
            if known is not None:
                self._searches.remove(known.id)
            return True
        said = msgspec.json.decode(value, type=_Search)
        if _short(said.name) != key or len(said.query) > LONGEST:
            raise Unreadable("no search")
        if known is None:
            self._searches.add(said.name, said.query)
        else:
            self._searches.put(SavedSearch(known.id, said.name, said.query))
        return True

    def _put_setting(self, name: str, value: str | None, _now: datetime) -> bool:
        if name not in SHARED_SETTINGS:
            raise Unreadable("no setting of the learner's")
        if value is None:
            self._link.run("DELETE FROM setting WHERE name = ?", name)
            return True
        json.loads(value)
        self._settings.put(name, value)
        return True

    def _exam_days(self) -> dict[str, str]:
        try:
            lines = str(json.loads(self._settings.all().get(EXAM_DAYS, '""'))).split("\n")
        except ValueError:
            return {}
        return {exam: day for exam, _, day in (line.partition(" ") for line in lines) if day}

    def _put_exam_day(self, exam: str, value: str | None, _now: datetime) -> bool:
        days = {name: day for name, day in self._exam_days().items() if name != exam}
        if value is not None:
            days[exam] = datetime.fromisoformat(_text(value)).date().isoformat()
        if exam.split() != [exam]:
            raise Unreadable("no exam")
        self._settings.put(EXAM_DAYS, json.dumps("\n".join(f"{name} {day}" for name, day in sorted(days.items()))))
        return True

    # --- What was said about exams and questions

    def _exams(self) -> Iterator[tuple[str, LocalValue]]:
        for row in self._link.rows(DISPUTES):
            said = {"text": row["text"], "version": row["deck_version"], "at": row["at"]}
            yield register("dispute", row["item_id"]), LocalValue(_json(said), row["at"])
        for row in self._link.rows(EXAMS):
            exam = f"{row['name']}/{row['number']}"
            survey = exam_codec.decode_survey(row["survey"])
            if survey is not None:
                value = exam_codec.encode_survey(survey).decode()
                yield register("survey", exam), LocalValue(value, row["finished_at"])
            for reason in self._link.rows(REASONS, row["id"]):
                if reason["reason"] is not None:
                    key = register("reason", exam, str(reason["position"]))
                    yield key, LocalValue(_json(reason["reason"]), reason["at"])

    def _put_dispute(self, item: str, value: str | None, now: datetime) -> bool:
        said = _Dispute("", "", moment(now)) if value is None else msgspec.json.decode(value, type=_Dispute)
        if len(said.text) > LONGEST:
            raise Unreadable("no dispute")
        self._results.put_dispute(Dispute(ItemId(item), said.text, said.version, known_time(said.at)))
        return True

    def _put_survey(self, exam: str, value: str | None, _now: datetime) -> bool:
        sitting = self._sitting(exam)
        if sitting is None:
            return False
        survey = exam_codec.decode_survey(None if value is None else value.encode())
        if survey is None:
            self._link.run("UPDATE sitting SET survey = NULL WHERE id = ?", sitting)
        else:
            SittingTables(self._link).put_survey(sitting, survey)
        return True

    def _put_reason(self, name: str, value: str | None, now: datetime) -> bool:
        exam, _, position = name.rpartition(":")
        sitting = self._sitting(exam)
        if sitting is None:
            return False
        reason = None if value is None else MissReason(_text(value))
        self._results.put_reason(sitting, int(position), reason, now)
        return True

    def _sitting(self, exam: str) -> SittingId | None:
        replica, _, number = exam.rpartition("/")
        for row in self._link.rows(EXAMS):
            if (row["name"], str(row["number"])) == (replica, number):
                return SittingId(row["id"])
        return None


def _put_nothing(_name: str, _value: str | None, _now: datetime) -> bool:
    return True


def _preset_key(number: int, name: str) -> str:
    return USUAL if number == DEFAULT else _short(name)


def _short(text: str) -> str:
    """Return a short name for `text`, whatever signs it holds; upper and lower case are alike."""
    return sha256(text.casefold().encode())[:16]


def _usable(options: Options) -> Options:
    if options.parameters and not are_usable(options.parameters):
        raise Unreadable("no parameters of FSRS-6")
    return options


def _text(value: str) -> str:
    """Return the text that `value` is in JSON."""
    text = json.loads(value)
    if not isinstance(text, str) or len(text) > LONGEST:
        raise Unreadable("no text")
    return text


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()
