"""Whatever a file holds, it is read or refused in words; `make fuzz` tries a hundred thousand of them."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certdeck.markup.from_html import markdown_of
from certdeck.markup.markdown import Markdown
from certdeck.ports.importing import Format
from tests.importers.mutated import mutated, originals, taken_in

TEXTS = [form for form in Format if form is not Format.ANKI]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Format, bytes]]:
    return originals(tmp_path_factory.mktemp("originals"))


def test_the_originals_are_read(tmp_path: Path, real: list[tuple[Format, bytes]]) -> None:
    for form, content in real:
        file = tmp_path / "whole"
        file.write_bytes(content)
        assert taken_in(file, form)


@pytest.mark.parametrize("place", range(9))
def test_files_that_nearly_are_what_they_seem(tmp_path: Path, real: list[tuple[Format, bytes]], place: int) -> None:
    form, content = real[place]
    dice = Random(place)
    file = tmp_path / "odd"
    for _ in range(60):
        file.write_bytes(mutated(content, dice))
        taken_in(file, form)
    assert [entry.name for entry in tmp_path.iterdir()] == ["odd"]


@pytest.mark.parametrize("form", TEXTS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters() | st.sampled_from("{}~=#:\n|;,\t*_-<>&[]()ABC"), max_size=300))
def test_any_text(tmp_path: Path, form: Format, text: str) -> None:
    file = tmp_path / "any"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    taken_in(file, form)


@settings(max_examples=200)
@given(st.text(st.characters() | st.sampled_from("<>/bipulod \"'=*_`[]()!#$|\n"), max_size=200))
def test_any_html_becomes_markdown_that_runs_nothing(html: str) -> None:
    markup = Markdown()
    written = markup.html(markup.read(markdown_of(html)))
    assert "<script" not in written.lower()
    assert "<img" not in written


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=60))
def test_plain_words_stay_what_they_are(words: str) -> None:
    from html import escape, unescape

    markup = Markdown()
    written = markup.html(markup.read(markdown_of(escape(words))))
    assert unescape(written.removeprefix("<p>").removesuffix("</p>")) == words
