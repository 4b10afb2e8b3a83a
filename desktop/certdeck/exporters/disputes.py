"""What the learner holds against questions, as Markdown that can be sent to the deck's author."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from certdeck.core.deck import ChoiceQuestion, Item, MatchingQuestion, OrderingQuestion, Question
from certdeck.exporters.atomic import replacing
from certdeck.ports.exporting import DisputedItem


class MarkdownDisputes:
    """Writes disputes (see `certdeck.ports.exporting.DisputeExporter`)."""

    def write(self, disputed: Sequence[DisputedItem], target: Path) -> None:
        """Write them to `target`, whole or not at all. Raises `ExportError` when that can't be done."""
        with replacing(target) as temporary:
            temporary.write_text(as_markdown(disputed), encoding="utf-8", newline="\n")


def as_markdown(disputed: Sequence[DisputedItem]) -> str:
    """Return the whole file: a part for each question, with the note first."""
    parts = ["# Disputed questions", *("\n".join(_part(entry)) for entry in disputed)]
    return "\n\n".join(parts) + "\n"


def _part(entry: DisputedItem) -> Iterator[str]:
    dispute = entry.dispute
    yield f"## {dispute.item}"
    yield ""
    against = f" against version {dispute.deck_version} of the deck" if dispute.deck_version else ""
    yield f"Noted on {dispute.at:%Y-%m-%d}{against}:"
    yield ""
    yield from (f"> {line}".rstrip() for line in dispute.text.splitlines())
    yield ""
    if entry.item is None:
        yield "The deck no longer has this question."
    else:
        yield from _asked(entry.item)


def _asked(item: Item) -> Iterator[str]:
    if isinstance(item, Question):
        yield item.stem
        yield ""
        yield from _responses(item)
        yield ""
    yield "Sources:"
    yield ""
    yield from (f"- {source.title}: <{source.url}>, checked {source.checked}" for source in item.sources)


def _responses(question: Question) -> Iterator[str]:
    match question:
        case ChoiceQuestion():
            for option in question.options:
                yield f"- {option.id}{' (key)' if option.key else ''}: {option.text} ({option.rationale})"
        case OrderingQuestion():
            for place, step in enumerate(question.steps, start=1):
                yield f"- {place} (key): {step.text} ({step.rationale})"
            for decoy in question.decoys:
                yield f"- left out (key): {decoy.text} ({decoy.rationale})"
        case MatchingQuestion():
            texts = {response.id: response.text for response in question.responses}
            for prompt in question.prompts:
                yield f"- {prompt.text}: {texts[prompt.key]} (key) ({prompt.rationale})"
