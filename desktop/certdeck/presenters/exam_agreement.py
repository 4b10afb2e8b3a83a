"""What a candidate agrees to before a rehearsal. The words are the project's own."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule: the name of an icon, what it is about, and the rule itself."""

    icon: str
    title: str
    text: str


TITLE: Final = "Before you rehearse"
LEAD: Final = (
    "A rehearsal is run as strictly as a test centre would run the exam. It is worth as much as you hold to its rules: "
    "nobody watches you but yourself. Read them as a candidate would, then agree or come back another day."
)
RULES: Final = (
    RuleView(
        "clock",
        "The clock does not stop",
        "It starts when you agree, and it runs on if the app or the computer is closed. When the time is up, what you "
        "have answered is submitted.",
    ),
    RuleView(
        "pause",
        "There is no pause and no way back",
        "You can't pause, or leave and resume. To leave the room is to end the rehearsal. Have water within reach, and "
        "see to everything else before you begin.",
    ),
    RuleView(
        "monitor",
        "You are alone at your desk",
        "Put away telephone, watch, notes and books, and close every other window. Nobody else is in the room, and you "
        "speak to nobody.",
    ),
    RuleView(
        "circle-question-mark",
        "The answers are your own",
        "You look nothing up and ask nobody, neither a person nor a program. A guess is allowed and costs nothing.",
    ),
    RuleView(
        "eye-off",
        "There are no helps",
        "No answer, reason or score is shown before the end. You can flag, strike out, highlight and take notes as far "
        "as your settings allow.",
    ),
    RuleView(
        "list-checks",
        "Some questions do not count",
        "They are not marked as such, so answer every question as if it counted. One that you leave open counts as "
        "wrong.",
    ),
    RuleView(
        "book-open",
        "Keep the secret of the real exam",
        "Every question here is Certdeck's own. Whoever sits the real exam promises not to pass its questions on: keep "
        "that promise, and do not add such questions to a deck.",
    ),
    RuleView(
        "gauge",
        "The score is an estimate",
        "It tells how you stand on these questions today. It is no promise, and no certificate.",
    ),
)
AGREE: Final = "I agree and begin"
DECLINE: Final = "Not now"
