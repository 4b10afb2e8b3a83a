"""The pages of sheets without Qt: the list by domain, and one sheet with its blocks arranged in bands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from certdeck.core.blueprint import Blueprint
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
from certdeck.presenters.verified import verified_text
from certdeck.services.catalogue import Services

_WORDS: Final[dict[type, str]] = {
    TableBlock: "table",
    TreeBlock: "tree",
    TrapsBlock: "traps",
    FormulasBlock: "formulas",
    FactsBlock: "facts",
    HookBlock: "hook",
}
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


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet in the list: what it holds in words, the task statement, and the minutes it takes to read."""

    id: ItemId
    title: str
    holds: str
    task: str
    icon: str
    minutes: int


@dataclass(frozen=True, slots=True)
class DomainSheets:
    """The sheets of one domain; `weight` is its share of the exam in percent."""

    title: str
    weight: int
    lines: tuple[SheetLine, ...]


def sheet_view(services: Services, sheet: ItemId) -> SheetView:
    """Return the view of `sheet`. Raises `CertdeckError` when there is no such sheet."""
    found = services.library.item(sheet)
    if not isinstance(found, Sheet):
        raise CertdeckError(f"There is no sheet called {sheet} in your library. Nothing was changed.")
    exam = services.library.exam()
    return SheetView(
        id=found.id,
        title=found.title,
        crumbs=_crumbs(found, exam.blueprint),
        minutes=found.minutes,
        bands=bands(found.blocks),
        examined=found.examined,
        today=found.today,
        verified=_verified(found.sources),
        sources=found.sources,
        version=exam.deck.version,
    )


def sheet_list(services: Services) -> tuple[DomainSheets, ...]:
    """Return the sheets of the exam studied for by domain, in the deck's order; domains without one are left out."""
    blueprint = services.library.exam().blueprint
    by_domain: dict[str, list[SheetLine]] = {}
    for row in services.library.rows():
        found = services.library.item(row.id) if row.kind == "sheet" else None
        if isinstance(found, Sheet):
            by_domain.setdefault(row.task.partition(".")[0], []).append(_line(found, blueprint))
    return tuple(
        DomainSheets(domain.short, domain.weight, tuple(by_domain[domain.id]))
        for domain in blueprint.domains
        if domain.id in by_domain
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


def _crumbs(sheet: Sheet, blueprint: Blueprint) -> tuple[str, ...]:
    coverage = sheet.coverage(blueprint.id)
    task = blueprint.task(coverage.task) if coverage else None
    domain = blueprint.domain_of(task.id) if task else None
    return (domain.short, f"{task.id} {task.short}") if task and domain else ()


def _line(sheet: Sheet, blueprint: Blueprint) -> SheetLine:
    kinds = list(dict.fromkeys(_WORDS[type(block)] for block in sheet.blocks))
    crumbs = _crumbs(sheet, blueprint)
    return SheetLine(
        id=sheet.id,
        title=sheet.title,
        holds=", ".join(kinds),
        task=crumbs[-1] if crumbs else "",
        icon=_icon(kinds),
        minutes=sheet.minutes,
    )


def _icon(kinds: Sequence[str]) -> str:
    """Return the icon of what the sheet is remembered for."""
    if "tree" in kinds:
        return "git-fork"
    if "formulas" in kinds:
        return "sigma"
    return "table" if "table" in kinds else "triangle-alert"


def _verified(sources: Sequence[Source]) -> str:
    count = "1 source" if len(sources) == 1 else f"{len(sources)} sources"
    return f"{verified_text(sources)} against {count}" if sources else verified_text(sources)
