"""Cards made of what a deck has already: of a question, of a row of a table, of a whole table."""

from certdeck.core.card_parts import CardChoice, Grid, Hiding
from certdeck.core.deck import CardKind, ChoiceQuestion, Question, Sheet, TableBlock
from certdeck.core.exam.facts import fact_card
from certdeck.core.own import CardText, Draft, text_of


def of_question(question: Question) -> Draft:
    """Return a card that asks what `question` asks: choices stay choices, all else becomes question and answer."""
    text = text_of(fact_card(question))
    if isinstance(question, ChoiceQuestion):
        keys = [option for option in question.options if option.key]
        text = CardText(
            kind=CardKind.CHOICE,
            front=question.stem,
            back="\n\n".join(option.rationale for option in keys),
            choices=tuple(CardChoice(option.text, option.key) for option in question.options),
        )
    return Draft(text, question.covers, ("from-question",), made_of=question.id)


def of_row(sheet: Sheet, table: TableBlock, row: int, *, by_name: bool) -> Draft:
    """Return a card of one row: asked for is its first cell, or, `by_name`, all the others."""
    head, cells = table.columns, table.rows[row]
    told = "\n".join(
        f"- {name}: {cell}" for name, cell in zip(head[1:], cells[1:], strict=False) if cell.strip() and name.strip()
    )
    if by_name:
        asked = ", ".join(name for name in head[1:] if name.strip())
        text = CardText(front=f"**{cells[0]}**: {asked}?", back=told)
    else:
        text = CardText(front=f"{table.title}: which {_lower(head[0]) or 'one'}?\n\n{told}", back=f"**{cells[0]}**")
    return Draft(text, sheet.covers, ("from-table",), made_of=sheet.id)


def of_table(sheet: Sheet, table: TableBlock, hiding: Hiding) -> Draft:
    """Return a card of the whole table, its rows or columns hidden one after the other."""
    text = CardText(kind=CardKind.TABLE, front=f"**{table.title}**", grid=Grid(table.columns, table.rows, hiding))
    return Draft(text, sheet.covers, ("from-table",), made_of=sheet.id)


def _lower(words: str) -> str:
    """Return `words` as they stand inside a sentence: abbreviations stay as they are."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
