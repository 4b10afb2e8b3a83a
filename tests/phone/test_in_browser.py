"""The exam cards at work: choosing, ordering, matching, flipping, marks, keyboard, fingers, both schemes, no script."""

import re

import pytest

from tests.phone.reviewer import Reviewer, Sides

EXAM = ("q-choice/1", "q-response/1", "q-ordering/1", "q-matching/1", "s-case/1", "c-choice/1")


def names(reviewer: Reviewer, selector: str) -> list[str | None]:
    return [entry.attribute("data-id") for entry in reviewer.browser.all(f"{selector} > li")]


def result(reviewer: Reviewer) -> str:
    return reviewer.browser.one(".result").text()


def pick(reviewer: Reviewer, *ids: str) -> None:
    for name in ids:
        reviewer.browser.one(f'.ask .choices > li[data-id="{name}"]').tap()


def submit(reviewer: Reviewer) -> None:
    reviewer.browser.one(".submit").tap()


def test_the_right_choice_is_marked_right_and_the_order_stays_on_the_other_side(
    reviewer: Reviewer, cards: dict[str, Sides]
) -> None:
    shown = cards["q-choice/1"]
    reviewer.load(shown.front)
    order = names(reviewer, ".ask .choices")
    assert order[-1] == "d"  # pinned
    pick(reviewer, "b")
    assert reviewer.browser.one(".ask .chosen").attribute("aria-checked") == "true"
    reviewer.load(shown.back)
    assert names(reviewer, ".tell .choices") == order
    assert result(reviewer) == "✓ Your answer is right."
    marked = reviewer.browser.one(".tell .right")
    assert marked.attribute("data-id") == "b"
    assert "Right, your choice" in marked.text()


def test_a_wrong_choice_is_marked_wrong_in_words(reviewer: Reviewer, cards: dict[str, Sides]) -> None:
    reviewer.load(cards["q-choice/1"].front)
    pick(reviewer, "a", "c")
    submit(reviewer)
    assert result(reviewer) == "✗ Your answer is not right."
    assert "Wrong, your choice" in reviewer.browser.one(".tell .missed").text()
    assert not reviewer.browser.one(".ask").shown()


def test_a_multiple_response_takes_as_many_as_are_asked_for(reviewer: Reviewer, cards: dict[str, Sides]) -> None:
    reviewer.load(cards["q-response/1"].front)
    assert reviewer.browser.one(".submit").attribute("disabled") == "true"
    pick(reviewer, "a", "b", "c")
    assert len(reviewer.browser.all(".ask .chosen")) == 2
    pick(reviewer, "b", "c")
    assert reviewer.browser.one(".count").text() == "2 of 2 chosen"
    submit(reviewer)
    assert result(reviewer) == "✓ Your answer is right."


@pytest.mark.parametrize(("order", "right"), [("abc", True), ("acb", False), ("abd", False)])
def test_steps_are_numbered_in_the_order_in_which_they_are_chosen(
    reviewer: Reviewer, cards: dict[str, Sides], order: str, right: bool
) -> None:
    reviewer.load(cards["q-ordering/1"].front)
    pick(reviewer, *order)
    numbers = {entry.attribute("data-id"): entry.attribute("data-number") for entry in reviewer.browser.all(".chosen")}
    assert numbers == {name: str(place) for place, name in enumerate(order, 1)}
    reviewer.load(cards["q-ordering/1"].back)
    assert result(reviewer).startswith("✓" if right else "✗")
    assert names(reviewer, ".tell .steps:not(.spare)") == ["a", "b", "c"]
    if order == "abd":
        assert "you put it at 3" in reviewer.browser.one('.tell [data-id="d"]').text()
        assert "you left it out" in reviewer.browser.one('.tell [data-id="c"]').text()


@pytest.mark.parametrize(("keys", "right"), [("abc", True), ("abd", False)])
def test_prompts_are_matched_with_lists(reviewer: Reviewer, cards: dict[str, Sides], keys: str, right: bool) -> None:
    reviewer.load(cards["q-matching/1"].front)
    for prompt, key in zip(reviewer.browser.all(".ask .pairs > li"), keys, strict=True):
        name = prompt.attribute("data-id")
        reviewer.browser.one(f'.ask .pairs > li[data-id="{name}"] select option[value="{key}"]').click()
    assert reviewer.browser.one(".count").text() == "3 of 3 matched"
    submit(reviewer)
    assert result(reviewer).startswith("✓" if right else "✗")
    last = reviewer.browser.all(".tell .pairs:not(.spare) > li")[2].text()
    assert ("as you chose" if right else "you chose: Service D") in last


def test_a_case_counts_its_questions_and_says_how_many_were_right(reviewer: Reviewer, cards: dict[str, Sides]) -> None:
    reviewer.load(cards["s-case/1"].front)
    browser = reviewer.browser
    assert browser.one(".count").text() == "0 of 3 answered"
    part = '.ask [data-part="{}"] '
    browser.one(part.format("q-choice") + '[data-id="b"]').tap()
    for name in "acb":
        browser.one(part.format("q-case-order") + f'.choices > li[data-id="{name}"]').tap()
    for place, key in enumerate("abc", 1):
        browser.one(part.format("q-case-match") + f'li:nth-child({place}) select option[value="{key}"]').click()
    submit(reviewer)
    assert result(reviewer) == "2 of 3 right"
    assert [entry.text()[0] for entry in browser.all(".tell section .result")] == ["✓", "✗", "✓"]


def test_the_desktop_replaces_the_side_on_the_same_page(reviewer: Reviewer, cards: dict[str, Sides]) -> None:
    reviewer.swap(cards["q-response/1"].front)
    order = names(reviewer, ".ask .choices")
    pick(reviewer, "a", "c")
    reviewer.swap(cards["q-response/1"].back)
    assert names(reviewer, ".tell .choices") == order
    assert result(reviewer).startswith("✓")


def test_a_card_that_is_shown_again_before_the_answer_keeps_order_and_choice(
    reviewer: Reviewer, cards: dict[str, Sides]
) -> None:
    reviewer.load(cards["q-response/1"].front)
    order = names(reviewer, ".ask .choices")
    pick(reviewer, "e")
    reviewer.load(cards["q-response/1"].front)
    assert names(reviewer, ".ask .choices") == order
    assert reviewer.browser.one(".chosen").attribute("data-id") == "e"
    reviewer.load(cards["q-response/1"].back)
    reviewer.load(cards["q-response/1"].front)
    assert reviewer.browser.all(".chosen") == []


def test_options_are_shuffled_anew_each_time_the_card_is_asked(reviewer: Reviewer, cards: dict[str, Sides]) -> None:
    seen = set()
    for _ in range(12):
        reviewer.load(cards["q-response/1"].front)
        seen.add(tuple(names(reviewer, ".ask .choices")))
        reviewer.load(cards["q-response/1"].back)
    assert len(seen) > 3


def test_where_nothing_can_be_kept_both_sides_still_have_one_order(reviewer: Reviewer, cards: dict[str, Sides]) -> None:
    broken = "<script>Object.defineProperty(window, 'sessionStorage', {get: function () { throw 1; }});</script>"
    reviewer.load(broken + cards["q-choice/1"].front)
    order = names(reviewer, ".ask .choices")
    reviewer.load(broken + cards["q-choice/1"].back)
    assert names(reviewer, ".tell .choices") == order


def test_a_question_is_answered_with_the_keyboard_alone(reviewer: Reviewer, cards: dict[str, Sides]) -> None:
    reviewer.load(cards["q-choice/1"].front)
    browser = reviewer.browser
    browser.press("Tab")
    browser.press("ArrowDown")
    browser.press(" ")
    assert [entry.attribute("aria-checked") for entry in browser.all(".ask .choices > li")][1] == "true"
    browser.press("ArrowUp")
    browser.press("Enter")
    assert [entry.attribute("aria-checked") for entry in browser.all(".ask .choices > li")][:2] == ["true", "false"]
    browser.press("Shift", "C")
    assert [entry.attribute("aria-checked") for entry in browser.all(".ask .choices > li")][2] == "true"
    browser.press("Shift", "Enter")
    assert browser.one(".result").shown()


@pytest.mark.parametrize("name", EXAM)
def test_whatever_a_finger_aims_at_is_large_enough(reviewer: Reviewer, cards: dict[str, Sides], name: str) -> None:
    reviewer.load(cards[name].front)
    targets = reviewer.browser.all(".tappable")
    assert len(targets) > 3
    for target in targets:
        width, height = target.size()
        assert min(width, height) >= 44


@pytest.mark.parametrize("name", EXAM)
def test_nothing_is_wider_than_the_phone(reviewer: Reviewer, cards: dict[str, Sides], name: str) -> None:
    for side in (cards[name].front, cards[name].back):
        reviewer.load(side)
        assert reviewer.browser.run("return document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", EXAM)
def test_a_card_can_be_read_without_a_script(reviewer: Reviewer, cards: dict[str, Sides], name: str) -> None:
    def still(side: str) -> str:
        return re.sub(r"<script>.*?</script>", "", side, flags=re.DOTALL)

    reviewer.load(still(cards[name].front))
    browser = reviewer.browser
    assert browser.one(".ask").shown()
    assert not browser.one(".tell").shown()
    reviewer.load(still(cards[name].back))
    assert browser.one(".tell .verdict").shown()


@pytest.mark.parametrize("night", [False, True])
def test_both_schemes_can_be_read(reviewer: Reviewer, cards: dict[str, Sides], night: bool) -> None:
    """Text against what is behind it, by the formula of WCAG 2.2: at least 4.5 to 1."""
    for name in EXAM:
        reviewer.load(cards[name].front, night=night)
        for entry in reviewer.browser.all(".ask .choices > li")[:1]:
            entry.tap()
        for side in (None, cards[name].back):
            if side:
                reviewer.load(side, night=night)
            low = reviewer.browser.run(CONTRAST)
            assert low == [], name


CONTRAST = r"""
function channels(text) { return (text.match(/[\d.]+/g) || []).map(Number); }
function light(rgb) {
  var part = rgb.slice(0, 3).map(function (v) {
    v /= 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
  });
  return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
}
function behind(element) {
  for (; element; element = element.parentElement) {
    var colour = channels(getComputedStyle(element).backgroundColor);
    if (colour.length < 4 || colour[3] > 0) { return colour; }
  }
  return [255, 255, 255];
}
var low = [];
document.querySelectorAll("#qa *").forEach(function (element) {
  var own = Array.prototype.some.call(element.childNodes, function (node) {
    return node.nodeType === 3 && node.textContent.trim();
  });
  if (!own || !element.offsetParent || element.nodeName === "SCRIPT" || element.disabled) { return; }
  var one = light(channels(getComputedStyle(element).color)), two = light(behind(element));
  var ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
  if (ratio < 4.5) { low.push(element.className + " " + element.textContent.slice(0, 30) + " " + ratio.toFixed(2)); }
});
return low;
"""


def test_covered_parts_hide_the_picture_and_the_answer_uncovers_the_one_that_is_asked(
    reviewer: Reviewer, cards: dict[str, Sides]
) -> None:
    shown = cards["c-occlusion/1"]
    filled = "return getComputedStyle(document.querySelector('.covered .cloze')).backgroundColor"
    reviewer.load(shown.front)
    assert reviewer.browser.run(filled) == "rgb(87, 83, 198)"
    assert len(reviewer.browser.all(".covered")) == 2
    reviewer.load(shown.back)
    assert reviewer.browser.run(filled) == "rgba(0, 0, 0, 0)"


def test_nothing_on_a_card_asks_the_network(cards: dict[str, Sides]) -> None:
    for shown in cards.values():
        for side in (shown.front, shown.back):
            loaded = re.findall(r'(?:src|@import|url\()\s*=?\s*["\']?(https?:|//)', side)
            assert loaded == []
