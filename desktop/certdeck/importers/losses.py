"""What did not come along, counted by what and why while a file is read."""

from certdeck.ports.importing import Loss


class LossBook:
    """Counts losses; of each sort the first place is kept."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}
        self._places: dict[tuple[str, str], str] = {}

    def add(self, what: str, why: str, where: str = "", count: int = 1) -> None:
        """Note that `what` did not come, or came changed, because of `why`."""
        key = (what, why)
        self._counts[key] = self._counts.get(key, 0) + count
        self._places.setdefault(key, where)

    def all(self) -> tuple[Loss, ...]:
        """Return every sort of loss, in the order in which they were met."""
        return tuple(Loss(*key, count, self._places[key]) for key, count in self._counts.items())
