"""The view of one card: question, answer, ratings, and where it belongs."""

from dataclasses import replace
from typing import Final

from certdeck.core.face_text import answer_text
from certdeck.core.richtext import Emphasis, Paragraph, RichText, Text
from certdeck.core.typed_answer import Forgiving, differences, is_right
from certdeck.presenters.face_text import prompt_text
from certdeck.presenters.reference import mixed_views, term_views
from certdeck.presenters.review_view import ReviewView, SourceView, TypedView
from certdeck.presenters.rounds import Round
from certdeck.services.catalogue import Services
from certdeck.services.study import Turn

NOTHING_ASKED: Final = (Paragraph((Emphasis((Text("[This card asks nothing. Press E to write its question.]"),)),)),)
"""Stands in for an empty front: an empty page would look broken."""


class CardViews:
    """Makes the view of a turn, before and after its answer is shown."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def view(self, turn: Turn, during: Round, *, shown: bool, typed: str) -> ReviewView:
        """Return the view of `turn` during a round; `typed` is what was typed, once the answer is `shown`."""
        settings, standing = self._services.preferences.settings, during.standing()
        view = ReviewView(
            counts=standing.counts,
            progress=standing.progress,
            left=standing.left,
            face=turn.face.id,
            crumbs=self._crumbs(turn),
            phase=turn.phase,
            prompt=self._prompt(turn, shown=shown),
            typed=self._typed(turn, typed, during, shown=shown),
            bullet=turn.coverage.bullets[0] if turn.coverage else "",
            flag=turn.state.flag,
            flags=settings.flag_names(),
            leech=turn.leech,
        )
        if not shown:
            return view
        return replace(self._with_answer(view, turn), ratings=during.ratings(turn, two=settings.two_ratings))

    def _prompt(self, turn: Turn, *, shown: bool) -> RichText:
        asked_before = turn.state.schedule.reps
        return prompt_text(self._services.markup, turn.face, shown=shown, asked_before=asked_before) or NOTHING_ASKED

    def _with_answer(self, view: ReviewView, turn: Turn) -> ReviewView:
        card, markup = turn.face.card, self._services.markup
        source = next(iter(card.sources), None)
        glossary = self._services.reference.reading()
        written = (answer_text(markup, turn.face), markup.read(card.examined), markup.read(card.today))
        texts = [glossary.marked(text) for text in written]
        return replace(
            view,
            answer=texts[0],
            examined=texts[1],
            today=texts[2],
            source=SourceView(source.title, source.url, source.checked) if source else None,
            note=markup.read(self._services.cards.note(card.id)),
            terms=term_views(glossary.terms, markup),
            mixed=mixed_views(self._services, card.id),
        )

    def _typed(self, turn: Turn, typed: str, during: Round, *, shown: bool) -> TypedView:
        if not turn.face.typed:
            return TypedView()
        if not shown:
            return TypedView(asked=True)
        forgiving = self._forgiving(turn, during)
        return TypedView(
            asked=True,
            given=typed.strip(),
            right=is_right(typed, turn.face.typed, forgiving),
            stretches=differences(typed, turn.face.typed, forgiving) if typed.strip() else (),
        )

    def _forgiving(self, turn: Turn, during: Round) -> Forgiving:
        """Return what the options by which the card is studied forgive: those of its deck where cards are crammed."""
        services = self._services
        scope = during.scope or services.scopes.of_face(turn.face.id)
        deck = services.library.exam().deck.id if scope is None else services.library.options_deck(scope.deck)
        options = services.options.of(deck).options
        return Forgiving(options.forgive_case, options.forgive_accents, options.forgive_spacing)

    def _crumbs(self, turn: Turn) -> tuple[str, ...]:
        blueprint = self._services.library.exam().blueprint
        if turn.coverage is None:
            return (blueprint.code,)
        task = blueprint.task(turn.coverage.task)
        domain = blueprint.domain_of(turn.coverage.task)
        if task is None or domain is None:
            return (blueprint.code,)
        return (blueprint.code, domain.short, f"{task.id} {task.short}")
