"""Reading a large file in a process of its own, ahead of those who take its cards in.

What is in a file comes from strangers: should its reader break or take all memory, the app is told so and lives on.
"""

import os
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, Self

from certdeck.core.batches import NO_ANSWER, Answer, Batch, Bundled, Rule, Take, Turns
from certdeck.core.errors import ImportRefused
from certdeck.core.ids import DeckId
from certdeck.core.incoming import BareLearnt, Note
from certdeck.importers.text_file import refused
from certdeck.ports.importing import Batches, Found, PackedPicture

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

SECONDS_BETWEEN_LOOKS: Final = 0.1
"""So often whoever waits for the reader may say that they don't want to any more."""
FoundBeside = Callable[[Mapping[str, PackedPicture], Found | None], None]
"""Is told what is found beside the notes: new pictures with each batch, and all else at the end."""
_BROKEN: Final = "the process that read it ended before it was done"
_FIX: Final = "Close other programs, which may have left no memory for it, and try again."


class Reading(Protocol):
    """One way through a file."""

    def notes(self) -> Iterator[Note] | Bundled:
        """Read every note."""
        ...

    def found(self) -> Found:
        """Return what is beside the notes, once these were read."""
        ...


class Readable(Protocol):
    """A file that is ready to be read, by another process as well."""

    @property
    def file(self) -> Path:
        """What the user calls it."""
        ...

    def reading(self, by_token: dict[str, PackedPicture]) -> AbstractContextManager[Reading]:
        """Go through it once; pictures that its notes show go to `by_token`."""
        ...


class _Said(NamedTuple):
    """What the reader says at each turn; `found` at the last."""

    answer: Answer
    batch: Batch | None
    pictures: Mapping[str, PackedPicture]
    found: Found | None


class ReaderProcess:
    """A process that waits to be told what to read, reads it once, and is ended with `close`."""

    def __init__(self, process: "BaseProcess", connection: "Connection[Any, Any]") -> None:
        self.process = process
        self._connection = connection
        self.close = weakref.finalize(self, _end, process, connection)

    @classmethod
    def started(cls, *needed: object) -> Self | None:
        """Start one; None where that can't be done, or where it would have no processor to itself.

        It loads the modules of the classes and functions that are `needed` while nobody asks for anything yet.
        """
        if (os.cpu_count() or 1) < 2:
            return None
        # Loaded where a file is large: it brings sockets and more, one and a half megabytes.
        from multiprocessing import get_context

        # Spawned, not forked: a fork of a process with threads and a window may hang, and only this works everywhere.
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=read, args=(theirs, *needed), name="certdeck-read", daemon=True)
        try:
            process.start()
        except OSError:
            ours.close()
            return None
        finally:
            theirs.close()
        return cls(process, ours)

    def turns(
        self,
        readable: Readable,
        rule: Rule,
        add: FoundBeside,
        waiting: Callable[[], None],
    ) -> "RemoteTurns":
        """Have it read `readable`; `add` is told what it finds beside the notes, as it finds it."""
        turns = RemoteTurns(self, self._connection, readable.file, rule.take, add, waiting)
        turns.send((readable, rule))
        return turns


class ReadAhead:
    """Hands out notes in batches: of a large file from a process that is started at once, else from here.

    The process loads the modules of what is `needed`, and is ended with `close`.
    """

    def __init__(self, *needed: object, large: bool) -> None:
        self._needed = needed
        self._large = large
        self._process = self._started()

    def close(self) -> None:
        """End the process, if there is one: where the file is only looked at, nobody knows how long it would wait.

        Another one is started once batches are wanted.
        """
        if self._process is not None:
            self._process.close()
            self._process = None

    def _started(self) -> ReaderProcess | None:
        return ReaderProcess.started(*self._needed) if self._large else None

    @contextmanager
    def batches(
        self,
        readable: Readable,
        here: AbstractContextManager[Iterator[Note] | Bundled],
        rule: Rule,
        add: FoundBeside,
        waiting: Callable[[], None],
    ) -> Iterator[Batches]:
        """Read the notes in batches (see the port); `add` is told what the process finds beside them.

        Where there is none, the notes are those of `here`.
        """
        process, self._process = self._process or self._started(), None
        if process is None:
            with here as notes:
                yield Turns(notes, rule)
            return
        with closing(process):
            yield process.turns(readable, rule, add, waiting)


class RemoteTurns:
    """What `core.batches.Turns` does, in another process."""

    def __init__(
        self,
        reader: ReaderProcess,
        connection: "Connection[Any, Any]",
        file: Path,
        take: Take | None,
        add: FoundBeside,
        waiting: Callable[[], None],
    ) -> None:
        self._reader = reader
        self._connection = connection
        self._file = file
        self._take = take
        self._add = add
        self._waiting = waiting

    def first(self) -> Batch | None:
        """Return the first batch, None where there are no notes."""
        return self.answered()[1]

    def ask(self, wanted: bytes) -> None:
        """Say what is wanted of each note of the batch that was handed out last."""
        self.send(wanted)

    def answered(self) -> tuple[Answer, Batch | None]:
        """Return what was asked for, and the next batch; None after the last."""
        try:
            while not self._connection.poll(SECONDS_BETWEEN_LOOKS):
                self._waiting()
            said = self._connection.recv()
        except (EOFError, OSError) as error:
            raise self._ended() from error
        if isinstance(said, ImportRefused):
            raise said
        assert isinstance(said, _Said)
        self._add(said.pictures, said.found)
        answer = said.answer
        if self._take is not None:
            answer = answer._replace(learnt=_rest_taken(self._take, answer.learnt))
        return answer, said.batch

    def send(self, told: object) -> None:
        """Tell the reader something."""
        try:
            self._connection.send(told)
        except OSError as error:
            raise self._ended() from error

    def _ended(self) -> ImportRefused:
        self._reader.process.join()
        return refused(self._file, f"{_BROKEN} (code {self._reader.process.exitcode})", _FIX)


def _end(process: "BaseProcess", connection: "Connection[Any, Any]") -> None:
    connection.close()
    process.kill()
    process.join()


def read(connection: "Connection[Any, Any]", *_: object) -> None:
    """Read what one is told to, in the process that was started for it, until nobody listens any more."""
    import gc
    import signal

    # Ctrl+C goes to the whole group; the one who started this ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Nothing that is read refers to itself: a tenth of the time would go into looking for what does.
    gc.disable()
    # Where nobody listens any more there is no one to tell, either.
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        readable, rule = connection.recv()
        try:
            for said in _all_said(connection, readable, rule):
                connection.send(said)
        except ImportRefused as error:
            connection.send(error)


@dataclass(frozen=True, slots=True)
class _HalfTaken:
    """Does with half of what was learnt what is to be done, and leaves the rest to those who are told.

    The reader has more to do than they have, who would wait for it. Its half ends at the middle of each batch. The rest
    goes in plain tuples, which are sent in half the time.
    """

    take: Take

    def __call__(self, learnt: Sequence[tuple[DeckId, BareLearnt] | None]) -> Sequence[Any]:
        middle = len(learnt) // 2
        return [*self.take(learnt[:middle]), *[one and (one[0], tuple(one[1])) for one in learnt[middle:]]]


def _rest_taken(take: Take, told: Sequence[Any]) -> Sequence[Any]:
    """Return all that `_HalfTaken` tells with the rest done, too."""
    middle = len(told) // 2
    return [*told[:middle], *take([one and (one[0], BareLearnt(*one[1])) for one in told[middle:]])]


def _all_said(connection: "Connection[Any, Any]", readable: Readable, rule: Rule) -> Iterator[_Said]:
    """Yield what is to be said, and read on before it is heard what is wanted."""
    pictures: dict[str, PackedPicture] = {}
    told = 0
    if rule.take is not None:
        rule = replace(rule, take=_HalfTaken(rule.take))
    with readable.reading(pictures) as reading:
        turns = Turns(reading.notes(), rule)
        answer, batch = NO_ANSWER, turns.first()
        while True:
            new = dict(islice(pictures.items(), told, None))
            told += len(new)
            yield _Said(answer, batch, new, None if batch else reading.found())
            if batch is None:
                return
            turns.read_ahead()
            turns.ask(connection.recv())
            answer, batch = turns.answered()
