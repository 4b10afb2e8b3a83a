"""What came, or would come, of an import, in words."""

from collections.abc import Mapping
from typing import Final

from certdeck.core.deck import CardKind
from certdeck.core.intake import Outcome
from certdeck.core.own import CardText
from certdeck.ports.importing import Loss, Plan
from certdeck.presenters.dates import counted
from certdeck.presenters.importing_views import FORMATS, CountView, ImportView, LossView, Stage
from certdeck.services.importing import ImportReport, Preview
from certdeck.services.merging import MergeReport

_OUTCOMES: Final = {
    Outcome.NEW: ("New", "good", "plus"),
    Outcome.CHANGED: ("Changed", "accent", "pencil"),
    Outcome.CONFLICT: ("Edited by you", "warn", "triangle-alert"),
    Outcome.SAME: ("As before", "neutral", "check"),
    Outcome.KEPT: ("Kept as it is", "neutral", "minus"),
    Outcome.DOUBLE: ("Double", "warn", "copy"),
}
ORDER: Final = (Outcome.CONFLICT, Outcome.CHANGED, Outcome.DOUBLE, Outcome.NEW, Outcome.KEPT, Outcome.SAME)


def answer_of(text: CardText) -> str:
    """Return what a card answers."""
    match text.kind:
        case CardKind.TYPED:
            return text.answer
        case CardKind.CHOICE:
            return "; ".join(choice.text for choice in text.choices if choice.right)
        case CardKind.TABLE if text.grid is not None:
            return "; ".join(": ".join(row) for row in text.grid.rows)
        case CardKind.OCCLUSION if text.occlusion is not None:
            return f"A picture with {counted(len(text.occlusion.numbers()), 'covered part')}"
        case _:
            return text.back


def count_view(outcome: Outcome, count: int | None) -> CountView:
    """Return the chip of an outcome; without a number it is that of one card."""
    words, tone, icon = _OUTCOMES[outcome]
    return CountView(words if count is None else f"{count:,} {words[0].lower()}{words[1:]}", tone, icon)


def count_views(counts: Mapping[Outcome, int]) -> tuple[CountView, ...]:
    """Return a chip for each outcome that there is, those first that ask for a look."""
    return tuple(count_view(outcome, counts[outcome]) for outcome in ORDER if counts.get(outcome))


def summary_of(plan: Plan, preview: Preview) -> str:
    """Return in one sentence what the file is to the library."""
    if plan.shipped and not plan.notes:
        return (
            "Certdeck wrote these cards. Reviews of those that you have can come home; cards that you don't have come "
            "with a file in Certdeck's own format."
        )
    if not preview.counts:
        return "No note makes a card as the fields are now. Choose other fields below."
    if not preview.coming:
        return "Nothing would change: all cards are here already, or are to be left out."
    return "Nothing is stored yet. Look at what comes, then import it as a whole; you can undo it as a whole, too."


def empty_notes(preview: Preview) -> tuple[Loss, ...]:
    """Return notes that make no card, as a loss."""
    why = "nothing would be asked: question or answer is empty"
    return (Loss("notes", why, preview.empty),) if preview.empty else ()


def loss_views(losses: tuple[Loss, ...]) -> tuple[LossView, ...]:
    """Return what does not come along."""
    return tuple(
        LossView(
            f"{loss.what[0].upper()}{loss.what[1:]} ({loss.count:,})",
            f"{loss.why}. First: {loss.where}." if loss.where else f"{loss.why}.",
        )
        for loss in losses
    )


def report_view(report: ImportReport) -> ImportView:
    """Return what came of an import."""
    parts = [f"{counted(report.pictures, 'picture')}"] if report.pictures else []
    parts += [counted(report.reviews, "review")] if report.reviews else []
    beside = f" With them came {' and '.join(parts)}." if parts else ""
    return ImportView(
        stage=Stage.DONE,
        title="Imported" if report.cards else "Nothing to import",
        summary=f"{counted(len(report.cards), 'card')} came from {report.file.name}.{beside}"
        if report.cards
        else f"All cards of {report.file.name} are here already, as they are in the file.",
        file=f"{report.file.name} · {FORMATS[report.format]}",
        counts=count_views(report.counts),
        decks=tuple(f"{title}: {counted(count, 'card')}" for title, count in report.decks.items()),
        losses=loss_views(report.losses),
        undoable=bool(report.cards),
    )


def merge_view(report: MergeReport) -> ImportView:
    """Return which reviews came home."""
    losses = []
    if report.strangers:
        why = "they are of cards that have no schedule in your library, such as questions"
        losses.append(Loss("reviews", why, report.strangers))
    if report.early:
        losses.append(Loss("reviews", "they lie in the future, so a clock was wrong", report.early))
    added = counted(report.added, "review")
    return ImportView(
        stage=Stage.DONE,
        title="Reviews are home" if report.added else "No new reviews",
        summary=f"{added} of {counted(len(report.faces), 'card')} came home; {report.known:,} you had already.",
        file=report.file.name,
        losses=loss_views(tuple(losses)),
        undoable=bool(report.added),
    )
