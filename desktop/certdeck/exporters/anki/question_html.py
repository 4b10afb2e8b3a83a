"""Questions as HTML: what is asked, and the solution. Readable without a script; the templates' script makes it live.

Lists carry `data-kind`, entries `data-id`; in the solution `data-key` marks what is right (of a step: its place).
"""

import hashlib
from collections.abc import Callable, Sequence
from html import escape

from certdeck.core.deck import (
    ChoiceQuestion,
    MatchingQuestion,
    Option,
    OrderingQuestion,
    Prompt,
    Question,
    Response,
    Step,
)
from certdeck.core.ids import OptionId

Html = Callable[[str], str]


def options(question: Question, html: Html) -> str:
    """Write what can be chosen, without saying what is right."""
    match question:
        case ChoiceQuestion():
            return _list("choices", "".join(_choice(option, html) for option in question.options))
        case OrderingQuestion():
            steps = sorted((*question.steps, *question.decoys), key=lambda step: _mixed(question, step.id))
            return _list("choices steps", "".join(_asked(step.id, html(step.text)) for step in steps))
        case MatchingQuestion():
            return _pairs(question, html)


def solution(question: Question, html: Html) -> str:
    """Write what is right, with the reason for every option."""
    match question:
        case ChoiceQuestion():
            return _list("choices", "".join(_judged(option, html) for option in question.options), question.kind)
        case OrderingQuestion():
            return _ordered(question, html)
        case MatchingQuestion():
            return _matched(question, html)


def case_options(questions: Sequence[Question], html: Html) -> str:
    """Write all questions of a case, each a part of its own."""
    return "".join(
        _part(question, place, len(questions), html, options(question, html))
        for place, question in enumerate(questions, 1)
    )


def case_solution(questions: Sequence[Question], html: Html) -> str:
    """Write the solutions of all questions of a case, each with its question."""
    return "".join(
        _part(question, place, len(questions), html, solution(question, html))
        for place, question in enumerate(questions, 1)
    )


def _part(question: Question, place: int, total: int, html: Html, inside: str) -> str:
    head = f'<p class="label">Question {place} of {total}</p><div class="prompt">{html(question.stem)}</div>'
    return f'<section data-part="{escape(question.id)}">{head}{inside}</section>'


def _list(names: str, entries: str, kind: str = "", *, tag: str = "ol") -> str:
    marked = f' data-kind="{kind}"' if kind else ""
    return f'<{tag} class="{names}"{marked}>{entries}</{tag}>'


def _asked(option: OptionId, text: str, *, more: str = "") -> str:
    return f'<li data-id="{escape(option)}"{more}><div class="text">{text}</div></li>'


def _told(option: OptionId, text: str, verdict: str, why: str, *, more: str = "") -> str:
    reason = f'<div class="why">{why}</div>' if why else ""
    inside = f'<div class="text">{text}</div><p class="verdict">{verdict}</p>{reason}'
    return f'<li data-id="{escape(option)}"{more}>{inside}</li>'


def _named(response: Response, html: Html) -> str:
    text = html(response.text).removeprefix("<p>").removesuffix("</p>")
    return f'<span data-name="{escape(response.id)}">{text}</span>'


def _last(option: Option) -> str:
    return " data-last" if option.pin_last else ""


def _choice(option: Option, html: Html) -> str:
    return _asked(option.id, html(option.text), more=_last(option))


def _judged(option: Option, html: Html) -> str:
    key = ' data-key="1" class="right"' if option.key else ""
    verdict = "Right" if option.key else "Wrong"
    return _told(option.id, html(option.text), verdict, html(option.rationale), more=key + _last(option))


def _mixed(question: Question, option: OptionId) -> bytes:
    """Give each option a constant place that has nothing to do with the solution."""
    return hashlib.sha256(f"{question.id}/{option}".encode()).digest()


def _ordered(question: OrderingQuestion, html: Html) -> str:
    steps = "".join(_step(step, place, html) for place, step in enumerate(question.steps, 1))
    decoys = "".join(
        _told(decoy.id, html(decoy.text), "Not part of it", html(decoy.rationale)) for decoy in question.decoys
    )
    spare = _list("choices spare", decoys, tag="ul") if decoys else ""
    return _list("choices steps", steps, question.kind) + spare


def _step(step: Step, place: int, html: Html) -> str:
    return _told(
        step.id, html(step.text), f"Step {place}", html(step.rationale), more=f' data-key="{place}" class="right"'
    )


def _pairs(question: MatchingQuestion, html: Html) -> str:
    prompts = "".join(_asked(prompt.id, html(prompt.text)) for prompt in question.prompts)
    mixed = sorted(question.responses, key=lambda response: _mixed(question, response.id))
    responses = "".join(_asked(response.id, html(response.text)) for response in mixed)
    pool = f'<p class="label">Responses</p>{_list("responses", responses, tag="ul")}'
    return f'{_list("pairs", prompts)}<div class="pool">{pool}</div>'


def _matched(question: MatchingQuestion, html: Html) -> str:
    named = {response.id: _named(response, html) for response in question.responses}
    pairs = "".join(_pair(prompt, named[prompt.key], html) for prompt in question.prompts)
    used = {prompt.key for prompt in question.prompts}
    spare = "".join(
        _told(response.id, named[response.id], "Belongs to no prompt", html(response.rationale))
        for response in question.responses
        if response.id not in used
    )
    return _list("pairs", pairs, question.kind) + (_list("pairs spare", spare, tag="ul") if spare else "")


def _pair(prompt: Prompt, right: str, html: Html) -> str:
    return _told(prompt.id, html(prompt.text), right, html(prompt.rationale), more=f' data-key="{escape(prompt.key)}"')
