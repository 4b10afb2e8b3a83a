"""Formulas are drawn in a sensible size, whatever is put into brackets."""

import pytest

from certdeck.markup.math import TALL, svg
from certdeck.ports.math import BrokenFormula


@pytest.mark.parametrize(
    "latex",
    [r"\left( \prod_i p_i \right)^{-1/n}", r"\left( \sum_i p_i \right)", r"\left( \frac{\sum_i x_i}{b} \right)"],
)
@pytest.mark.parametrize("display", [True, False])
def test_brackets_around_a_sum_are_as_tall_as_the_sum(latex: str, display: bool) -> None:
    assert svg(latex, 10.0, "#000000", display=display).height < TALL * 10.0


def test_a_formula_that_is_tall_by_nature_is_drawn_whole() -> None:
    rows = r" \\ ".join("a" for _ in range(20))
    assert svg(rf"\begin{{matrix}} {rows} \end{{matrix}}", 10.0, "#000000", display=True).height > TALL * 10.0


@pytest.mark.parametrize("index", ["k", "{k}", "d", "{max}"])
def test_an_index_below_a_p_does_not_touch_it(index: str) -> None:
    def room(letter: str) -> float:
        return svg(f"{letter}_{index}", 20.0, "#000000").width - svg(letter, 20.0, "#000000").width

    assert room("P") > 0.7 * room("R")


def test_a_command_that_ends_in_a_p_is_left_alone() -> None:
    assert svg(r"\lim_{k} \BbbP_k", 20.0, "#000000").width > 0


def test_a_broken_formula_is_refused() -> None:
    with pytest.raises(BrokenFormula, match="cannot be drawn"):
        svg(r"\frac{a", 10.0, "#000000")


@pytest.mark.parametrize("latex", [r"\frac{1}{2", r"\text{a", "}", "x^{2", "}{", r"{\}"])
def test_a_brace_without_its_other_one_makes_a_broken_formula(latex: str) -> None:
    with pytest.raises(BrokenFormula):
        svg(latex, 10.0, "#000000")


@pytest.mark.parametrize("latex", [r"\{1, 2\}", r"\left\{ x \right.", r"x \\ {y}", r"\text{a \{ b}"])
def test_an_escaped_brace_needs_no_other_one(latex: str) -> None:
    assert svg(latex, 10.0, "#000000").width > 0


@pytest.mark.parametrize("latex", [r"\nosuch{x}", r"a + \fracc{1}{2}", r"\sqrt{\betta}"])
def test_a_command_that_there_is_not_makes_a_broken_formula(latex: str) -> None:
    with pytest.raises(BrokenFormula):
        svg(latex, 10.0, "#000000")


@pytest.mark.parametrize(
    "latex",
    [
        r"\left( \frac{1}{2} \right]",
        r"\begin{cases} 1 & x \\ 0 & y \end{cases}",
        r"\operatorname{f} \alpha \text{ if } \infty",
    ],
)
def test_commands_that_need_others_around_them_are_known(latex: str) -> None:
    assert svg(latex, 10.0, "#000000").width > 0
