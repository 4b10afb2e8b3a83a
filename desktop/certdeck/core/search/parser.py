"""Reading a query: terms stand side by side (all of them), `or` between alternatives, `-` before what is left out."""

from typing import Final

from certdeck.core.errors import QueryError
from certdeck.core.search.query import Everything, Not, Query, all_of, any_of
from certdeck.core.search.terms import KEYS, term
from certdeck.core.search.tokens import Sort, Token, tokens

MOST_TERMS: Final = 100
DEEPEST: Final = 20
"""Parentheses and minus signs inside one another."""


def parse(text: str) -> Query:
    """Return what `text` means; `or` binds less than standing side by side.

    Raises `QueryError`, whose place is inside of `text`, when it can't be understood.
    """
    found = tokens(text, KEYS)
    if sum(token.sort is Sort.TERM for token in found) > MOST_TERMS:
        raise QueryError(f"A query has at most {MOST_TERMS} terms.", "Leave some out.", 0, len(text))
    if not found:
        return Everything()
    return _Reader(found).whole()


class _Reader:
    """Reads tokens one after the other."""

    def __init__(self, found: tuple[Token, ...]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0

    def whole(self) -> Query:
        query = self._alternatives()
        left = self._peek()
        if left is not None:
            raise QueryError("This parenthesis closes nothing.", "Take it away, or open one before.", *_place(left))
        return query

    def _alternatives(self) -> Query:
        parts = [self._together()]
        while (token := self._peek()) is not None and token.sort is Sort.OR:
            self._at += 1
            parts.append(self._together(after=token))
        return any_of(*parts)

    def _together(self, after: Token | None = None) -> Query:
        """Read what stands side by side, at least one term. `after` is the word that called for it."""
        parts: list[Query] = []
        while (token := self._peek()) is not None and token.sort not in (Sort.OR, Sort.CLOSE):
            if token.sort is Sort.AND:
                self._at += 1
                self._refuse_open_end(token, first=not parts)
            else:
                parts.append(self._one(token))
        if not parts:
            blame = after or token
            if blame is None or blame.sort is Sort.CLOSE:
                raise self._nothing_inside(blame)
            raise _one_sided(blame)
        return all_of(*parts)

    def _refuse_open_end(self, word: Token, *, first: bool) -> None:
        token = self._peek()
        if first or token is None or token.sort in (Sort.OR, Sort.AND, Sort.CLOSE):
            raise _one_sided(word)

    def _nothing_inside(self, close: Token | None) -> QueryError:
        before = self._tokens[self._at - 1] if self._at else self._tokens[0]
        if close is not None and before.sort is Sort.OPEN:
            return QueryError(
                "There is nothing in these parentheses.", "Fill them or take them away.", before.start, close.end
            )
        blame = close or before
        return QueryError("This parenthesis closes nothing.", "Take it away, or open one before.", *_place(blame))

    def _one(self, token: Token) -> Query:
        self._at += 1
        match token.sort:
            case Sort.MINUS:
                return self._left_out(token)
            case Sort.OPEN:
                return self._inside(token)
            case _:
                return term(token)

    def _left_out(self, minus: Token) -> Query:
        token = self._peek()
        if token is None or token.start != minus.end or token.sort in (Sort.OR, Sort.AND, Sort.CLOSE):
            raise QueryError(
                "A minus leaves out what it stands before, and here is nothing.",
                'Put it right before a term, as in -tag:old, or quote it: "-".',
                *_place(minus),
            )
        self._deeper(minus)
        part = self._one(token)
        self._depth -= 1
        return Not(part)

    def _inside(self, opened: Token) -> Query:
        self._deeper(opened)
        if self._peek() is None:
            raise _not_closed(opened)
        query = self._alternatives()
        if self._peek() is None:
            raise _not_closed(opened)
        self._at += 1
        self._depth -= 1
        return query

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError(
                f"This is more than {DEEPEST} levels deep.",
                "Take some parentheses or minus signs away.",
                *_place(token),
            )

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None


def _one_sided(word: Token) -> QueryError:
    name = word.sort.name.lower()
    fix = f'Write it, or quote the word to search for it: "{name}".'
    return QueryError(f"“{name}” needs something on both sides.", fix, *_place(word))


def _not_closed(opened: Token) -> QueryError:
    return QueryError("This parenthesis is not closed.", "Add a ) where the group ends.", *_place(opened))


def _place(token: Token) -> tuple[int, int]:
    return token.start, token.end
