"""Fitting in a process of its own: it keeps a processor busy for seconds, and no window should feel that."""

from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Final

from certdeck.core.errors import FitError
from certdeck.ports.exporting import Progress
from certdeck.ports.memory import Fitted, ReviewLog

SECONDS_BETWEEN_REPORTS: Final = 0.1
PARTS: Final = 100
"""How often the worker reports; the work is cut into as many parts."""
UNCHANGED: Final = "Your cards and their schedule are as they were. Try again; if it happens again, restart Certdeck."


class ProcessFitter:
    """Fits parameters in a worker process (see `certdeck.ports.memory.MemoryFitter`)."""

    def fit(self, log: ReviewLog, progress: Progress) -> Fitted:
        """Start a worker, wait for what it finds, and end it, whatever happens."""
        # Spawned, not forked: a fork of a process with threads and a window may hang, and only this works everywhere.
        context = get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(theirs, log), name="certdeck-fit", daemon=True)
        try:
            process.start()
            theirs.close()
            return _awaited(ours, process, progress)
        except OSError as error:
            raise FitError(f"The fit could not be started ({error}). {UNCHANGED}") from error
        finally:
            ours.close()
            if process.pid is not None:
                process.kill()
                process.join()


def _awaited(connection: "Connection[Any, Any]", process: BaseProcess, progress: Progress) -> Fitted:
    done = 0
    while True:
        progress(done, PARTS)
        if not connection.poll(SECONDS_BETWEEN_REPORTS):
            continue
        try:
            said = connection.recv()
        except EOFError as error:
            process.join()
            raise FitError(f"The fit ended before it was done (code {process.exitcode}). {UNCHANGED}") from error
        if isinstance(said, Fitted):
            return said
        done = int(said)


def work(connection: "Connection[Any, Any]", log: ReviewLog) -> None:
    """Fit parameters to `log` in the worker: send how many of `PARTS` are done, at last a `Fitted`."""
    import signal

    # Ctrl+C goes to the whole group; the one who started this ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from certdeck.memory.training import fit

    sent = 0

    def report(done: int, total: int) -> None:
        nonlocal sent
        if done * PARTS // total > sent:
            sent = done * PARTS // total
            connection.send(sent)

    connection.send(fit(log, report))
    connection.close()
