"""HTML from structured text: escaped span by span, then passed through an allow-list as the last gate."""

import re
from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any, Final

from certdeck.core.deck import TreeNode
from certdeck.core.richtext import (
    Block,
    Code,
    CodeBlock,
    CoveredPicture,
    Defined,
    Emphasis,
    Gap,
    Heading,
    Image,
    LineBreak,
    Link,
    Listing,
    Math,
    Paragraph,
    Quote,
    RichText,
    Rule,
    Span,
    Spans,
    Strong,
    Table,
    Text,
    Tree,
)

SCHEMES: Final = frozenset({"http", "https", "mailto"})
"""What a link may begin with."""
_SCHEME: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_PICTURE: Final = re.compile(r"\w[\w.-]*\.(?:gif|jpe?g|png|svg|webp)", re.ASCII | re.IGNORECASE)
_PLAIN_TAGS: Final = (
    "p h1 h2 h3 h4 h5 h6 pre code ul li blockquote hr br strong em table thead tbody th td"  # no attributes at all
)
_ALLOWED: Final[dict[str, set[str]]] = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start", "type"},
    "span": {"class"},
    "tr": {"class"},
    **{tag: set() for tag in _PLAIN_TAGS.split()},
}


def is_safe_link(url: str) -> bool:
    """Tell whether `url` is an address that a browser may be sent to."""
    scheme = _SCHEME.match(url)
    return scheme is not None and scheme[1].lower() in SCHEMES


def is_picture_name(name: str) -> bool:
    """Tell whether `name` is the bare name of a picture file, without any folder."""
    return _PICTURE.fullmatch(name) is not None


def write_html(text: RichText) -> str:
    r"""Write `text` as HTML: no script, no style, nothing remote; formulas as `\( … \)` and `\[ … \]`."""
    return _gate()("".join(_block(block) for block in text))


def clean_html(text: str) -> str:
    """Clean HTML that comes from outside, such as from an imported deck.

    What stays is running text: no script, style, form, frame or event, no class or id, links to the web and to mail
    addresses, and pictures by bare file name, which are looked for in the media folders and nowhere else.
    """
    return _sieve()(text)


@cache
def _sieve() -> Callable[[str], str]:
    import nh3

    tags = {*_ALLOWED, "b", "i", "u", "s", "sub", "sup", "div", "del", "ins", "kbd", "samp", "var", "dl", "dt", "dd"}
    attributes = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start", "type"}}

    def kept(tag: str, name: str, value: str) -> str | None:
        if (tag, name) == ("img", "src"):
            return value if is_picture_name(value) else None
        return value

    options: dict[str, Any] = {"tags": tags, "attributes": attributes, "url_schemes": set(SCHEMES)}
    dropped = {"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math", "title", "head"}
    return nh3.Cleaner(link_rel=None, attribute_filter=kept, clean_content_tags=dropped, **options).clean


@cache
def _gate() -> Callable[[str], str]:
    import nh3

    options: dict[str, Any] = {"tags": set(_ALLOWED), "attributes": _ALLOWED, "url_schemes": set(SCHEMES)}
    return nh3.Cleaner(link_rel=None, **options).clean


def _block(block: Block) -> str:
    match block:
        case Paragraph(spans):
            return f"<p>{_spans(spans)}</p>"
        case Heading(level, spans):
            return f"<h{level}>{_spans(spans)}</h{level}>"
        case CodeBlock(text):
            return f"<pre><code>{escape(text)}</code></pre>"
        case Listing():
            return _listing(block)
        case Quote(blocks):
            return f"<blockquote>{''.join(map(_block, blocks))}</blockquote>"
        case Table():
            return _table(block)
        case Rule():
            return "<hr>"
        case Tree(root):
            return f"<ul>{_node(root)}</ul>"
        case CoveredPicture(name, description):
            return f"<p>{_special(Image(name, description))}</p>"


def _node(node: TreeNode, way: str = "") -> str:
    """Write a tree as lists within lists: each way leads to what is asked, or answered, next."""
    words = f"{escape(node.text)} <em>{escape(node.note)}</em>" if node.note else escape(node.text)
    words = words if node.branches else f"<strong>{words}</strong>"
    inside = "".join(_node(branch.node, branch.label) for branch in node.branches)
    below = f"<ul>{inside}</ul>" if inside else ""
    return f"<li>{f'{escape(way)}: ' if way else ''}{words}{below}</li>"


def _listing(listing: Listing) -> str:
    entries = "".join(f"<li>{_entry(entry)}</li>" for entry in listing.entries)
    if not listing.ordered:
        return f"<ul>{entries}</ul>"
    if listing.letters:
        return f'<ol type="A">{entries}</ol>'
    start = f' start="{listing.start}"' if listing.start != 1 else ""
    return f"<ol{start}>{entries}</ol>"


def _entry(blocks: RichText) -> str:
    """Write an entry that is one paragraph, perhaps with lists below it, without the paragraph's own room."""
    match blocks:
        case (Paragraph(spans), *rest) if all(isinstance(block, Listing) for block in rest):
            return _spans(spans) + "".join(map(_block, rest))
    return "".join(map(_block, blocks))


def _table(table: Table) -> str:
    head = "".join(f"<th>{_spans(cell)}</th>" for cell in table.head)
    rows = "".join(_row(row, marked=index == table.marked) for index, row in enumerate(table.rows))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(cells: tuple[Spans, ...], *, marked: bool) -> str:
    inside = "".join(f"<td>{_spans(cell)}</td>" for cell in cells)
    return f'<tr class="marked">{inside}</tr>' if marked else f"<tr>{inside}</tr>"


def _spans(spans: Spans) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    match span:
        case Text(text) | Defined(text):
            return escape(text)
        case Strong(spans):
            return f"<strong>{_spans(spans)}</strong>"
        case Emphasis(spans):
            return f"<em>{_spans(spans)}</em>"
        case Code(text):
            return f"<code>{escape(text)}</code>"
        case Link(url, spans):
            return f'<a href="{escape(url)}">{_spans(spans)}</a>' if is_safe_link(url) else _spans(spans)
        case Math() | Image() | LineBreak() | Gap():
            return _special(span)


def _special(span: Math | Image | LineBreak | Gap) -> str:
    match span:
        case Math(latex, display):
            return rf"\[{escape(latex)}\]" if display else rf"\({escape(latex)}\)"
        case Image(name, description):
            known = is_picture_name(name)
            return f'<img src="{escape(name)}" alt="{escape(description)}">' if known else escape(description)
        case LineBreak():
            return "<br>"
        case Gap(_, spans, hint, hidden):
            inside = f"[{escape(hint or '...')}]" if hidden else _spans(spans)
            return f'<span class="gap">{inside}</span>'
