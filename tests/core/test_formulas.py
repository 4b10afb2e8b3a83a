"""Formulas of MathJax and Anki in a text."""

from hypothesis import given
from hypothesis import strategies as st

from certdeck.core.formulas import formulas_in

PIECES = st.sampled_from([r"\(", r"\)", r"\[", r"\]", "[$]", "[/$]", "[$$]", "[/$$]", "[latex]", "[/latex]", "x", "\n"])


def test_each_way_of_a_formula_is_known_with_the_sign_that_markdown_has_for_it() -> None:
    text = r"a \(x\) [$]y[/$] [latex]z[/latex] \[ u \] [$$]v" + "\nw[/$$] b"
    found = [(inside, sign) for _, inside, sign, _ in formulas_in(text)]
    assert found == [("x", "$"), ("y", "$"), ("z", "$"), ("u", "$$"), ("v w", "$$")]


@given(st.lists(PIECES, max_size=12).map("".join))
def test_formulas_lie_behind_one_another_and_each_is_whole(text: str) -> None:
    end = 0
    for begun, inside, _, after in formulas_in(text):
        assert end <= begun < after <= len(text)
        assert inside in " ".join(text[begun:after].split("\n"))
        assert text[begun:after].endswith((r"\)", r"\]", "[/$]", "[/$$]", "[/latex]"))
        end = after
