"""`certdeck review` and `certdeck due`: studying without a window, through the services that the window uses."""

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from certdeck.cli.card_json import part_lines, parts_json
from certdeck.cli.commands import opened
from certdeck.cli.output import print_values
from certdeck.core.deck import Card
from certdeck.core.errors import StudyError
from certdeck.core.ids import FaceId, ItemId, item_of
from certdeck.core.scheduling.faces import faces_of
from certdeck.core.scheduling.schedule import FaceState, Rating
from certdeck.services.catalogue import Services
from certdeck.services.study import Rated, Turn

Values = dict[str, object]


def next_card(options: argparse.Namespace) -> int:
    """Print the card to be asked now, with its answer and what each rating would lead to."""
    with opened(options.data_dir) as services:
        turn = services.study.next()
        values = None if turn is None else _turn_json(turn, services.study.intervals(turn))
        print_values(options, values, lambda: _turn_lines(turn))
    return 0


def answer(options: argparse.Namespace) -> int:
    """Record a rating of a card, and print what it led to."""
    with opened(options.data_dir) as services:
        face = _face(services, options.id)
        rating = Rating[options.rating.upper()]
        at = None if options.at is None else _moment(services, options.at)
        rated = services.study.rate(face, rating, milliseconds=0, at=at, scope=services.scopes.of_face(face))
        values = _rated_json(rated, rating)
        print_values(options, values, lambda: [f"{values['id']}: {values['rating']}, due {values['due']}"])
    return 0


def due(options: argparse.Namespace) -> int:
    """Print how many reviews and new cards each of the coming days brings."""
    with opened(options.data_dir) as services:
        days = services.study.due(options.days)
        values = [{"day": day.day.isoformat(), "reviews": day.reviews, "new": day.new} for day in days]
        print_values(options, values, lambda: [f"{day.day}  {day.reviews:6} reviews  {day.new:4} new" for day in days])
    return 0


def _face(services: Services, name: str) -> FaceId:
    """Return the face called `name`, or the only one of the card called so. Raises `StudyError` for anything else."""
    card = services.library.item(item_of(FaceId(name)))
    if not isinstance(card, Card):
        card = services.library.item(ItemId(name))
    if not isinstance(card, Card):
        raise StudyError(f"There is no card called {name}. Nothing was recorded.")
    faces = [face.id for face in faces_of(card)]
    if name in faces:
        return FaceId(name)
    if name != card.id or len(faces) > 1:
        raise StudyError(f"{card.id} is asked as {', '.join(faces)}: name one of them. Nothing was recorded.")
    return faces[0]


def _moment(services: Services, text: str) -> datetime:
    """Read a time in ISO 8601; without a zone it is the learner's. Raises `StudyError` for anything else."""
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=services.calendar.zone())
        moment.astimezone(UTC)  # the first and the last day there are may lie beyond them elsewhere
    except (ValueError, OverflowError) as error:
        raise StudyError(f"{text} is no time. Write it as 2026-11-26T18:30. Nothing was recorded.") from error
    return moment


def _turn_json(turn: Turn, intervals: Mapping[Rating, timedelta]) -> Values:
    """Return a card to be asked, and when it would come back; `intervals` are in seconds there."""
    return {
        "id": turn.face.id,
        "card": turn.face.card.id,
        "kind": turn.face.card.kind.value,
        "task": None if turn.coverage is None else turn.coverage.task,
        "front": turn.face.prompt,
        "back": turn.face.answer,
        **parts_json(turn.face.card),
        **_state_json(turn.state),
        "intervals": {rating.name.lower(): round(time.total_seconds()) for rating, time in intervals.items()},
        "left": {"new": turn.counts.new, "learning": turn.counts.learning, "due": turn.counts.due},
    }


def _rated_json(rated: Rated, rating: Rating) -> Values:
    return {
        "id": rated.after.face,
        "rating": rating.name.lower(),
        **_state_json(rated.after),
        "suspended": rated.after.suspended,
        "leech": rated.leech,
    }


def _state_json(state: FaceState) -> Values:
    schedule = state.schedule
    return {
        "phase": schedule.phase.value,
        "due": None if schedule.due is None else schedule.due.isoformat(),
        "last_review": None if schedule.last_review is None else schedule.last_review.isoformat(),
        "stability": None if schedule.memory is None else round(schedule.memory.stability, 6),
        "difficulty": None if schedule.memory is None else round(schedule.memory.difficulty, 6),
        "lapses": schedule.lapses,
    }


def _turn_lines(turn: Turn | None) -> list[str]:
    if turn is None:
        return ["No card is due now."]
    face = turn.face
    return [f"{face.id} ({turn.state.schedule.phase})", face.prompt, "", *part_lines(face.card), face.answer]
