"""The page of a sheet without Qt: its blocks arranged in bands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from certdeck.core.deck import (
    Entry,
    FactsBlock,
    FormulasBlock,
    HookBlock,
    Sheet,
    SheetBlock,
    Source,
    TableBlock,
    TrapsBlock,
    TreeBlock,
    TreeNode,
)
from certdeck.core.errors import CertdeckError
from certdeck.core.ids import ItemId
from certdeck.core.richtext import plain
from certdeck.ports.markup import Markup
from certdeck.presenters.sheet_list import crumbs
from certdeck.presenters.verified import verified_text
from certdeck.services.catalogue import Services

_LINE: Final = 20
_HEAD: Final = 44
_BOX_LETTERS: Final = 66
_TERM_LETTERS: Final = 22
_FACT_LETTERS: Final = 38


@dataclass(frozen=True, slots=True)
class Band:
    """What stands side by side on a wide page: one block over the whole width (`right` empty), or two columns."""

    left: tuple[SheetBlock, ...]
    right: tuple[SheetBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet as its page shows it. `crumbs` are domain and task statement; `verified` is the line of the footer."""

    id: ItemId
    title: str
    crumbs: tuple[str, ...]
    minutes: int
    bands: tuple[Band, ...]
    examined: str
    today: str
    verified: str
    sources: tuple[Source, ...]
    version: str


def sheet_view(services: Services, sheet: ItemId) -> SheetView:
    """Return the view of `sheet`. Raises `CertdeckError` when there is no such sheet."""
    found = services.library.item(sheet)
    if not isinstance(found, Sheet):
        raise CertdeckError(f"There is no sheet called {sheet} in your library. Nothing was changed.")
    exam = services.library.exam()
    return SheetView(
        id=found.id,
        title=found.title,
        crumbs=crumbs(found, exam.blueprint),
        minutes=found.minutes,
        bands=bands(found.blocks),
        examined=found.examined,
        today=found.today,
        verified=_verified(found.sources),
        sources=found.sources,
        version=exam.deck.version,
    )


def bands(blocks: Sequence[SheetBlock]) -> tuple[Band, ...]:
    """Arrange `blocks`: tables and trees over the whole width, what stands between them in two columns."""
    made: list[Band] = []
    between: list[SheetBlock] = []
    for block in blocks:
        if isinstance(block, TableBlock | TreeBlock):
            made += _columns(between)
            made.append(Band((block,)))
            between = []
        else:
            between.append(block)
    return (*made, *_columns(between))


def plain_tree(node: TreeNode, markup: Markup) -> TreeNode:
    """Return the tree below `node` with plain characters instead of Markdown."""
    return TreeNode(
        text=plain(markup.read(node.text)),
        note=plain(markup.read(node.note)),
        icon=node.icon,
        branches=tuple(
            type(branch)(plain(markup.read(branch.label)), plain_tree(branch.node, markup)) for branch in node.branches
        ),
    )


def tree_in_words(node: TreeNode) -> str:
    """Tell a decision tree in sentences, for screen readers: every way from the root to an answer."""
    return "\n".join(_ways(node, ()))


def _ways(node: TreeNode, so_far: tuple[str, ...]) -> Iterable[str]:
    words = f"{node.text} ({node.note})" if node.note else node.text
    if not node.branches:
        yield " ".join((*so_far, f"{words}."))
    for branch in node.branches:
        yield from _ways(branch.node, (*so_far, f"{words} {branch.label}:"))


def _columns(blocks: Sequence[SheetBlock]) -> tuple[Band, ...]:
    if len(blocks) <= 1:
        return tuple(Band((block,)) for block in blocks)
    split = min(_splits(blocks), key=lambda band: max(_height(band.left), _height(band.right)))
    return (split,)


def _splits(blocks: Sequence[SheetBlock]) -> Iterable[Band]:
    """Yield every way to deal `blocks` to two columns, the first one left, in their order."""
    rest = blocks[1:]
    for choice in range(1, 2 ** len(rest)):
        right = tuple(block for place, block in enumerate(rest) if choice >> place & 1)
        left = tuple(block for place, block in enumerate(rest) if not choice >> place & 1)
        yield Band((blocks[0], *left), right)


def _height(blocks: Iterable[SheetBlock]) -> int:
    return sum(_block_height(block) + 16 for block in blocks)


def _block_height(block: SheetBlock) -> int:
    """Guess the height in pixels of `block` in half the page, good enough to choose its column."""
    match block:
        case FactsBlock(_, facts):
            return _HEAD + sum(_fact_height(fact) for fact in facts)
        case FormulasBlock(_, formulas):
            return _HEAD + 72 * len(formulas)
        case TrapsBlock(_, traps):
            return _HEAD + sum(_lines(f"{trap.term} {trap.text}", _BOX_LETTERS) * _LINE + 6 for trap in traps)
        case HookBlock(_, text):
            return _HEAD + _lines(text, _BOX_LETTERS) * _LINE
        case _:
            raise TypeError(f"{type(block).__name__} takes the whole width")


def _fact_height(fact: Entry) -> int:
    return max(_lines(fact.term, _TERM_LETTERS), _lines(fact.text, _FACT_LETTERS)) * _LINE + 14


def _lines(text: str, letters: int) -> int:
    return 1 + len(text) // letters


def _verified(sources: Sequence[Source]) -> str:
    count = "1 source" if len(sources) == 1 else f"{len(sources)} sources"
    return f"{verified_text(sources)} against {count}" if sources else verified_text(sources)
