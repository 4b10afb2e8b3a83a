"""The rules of a sitting in words, as they are agreed before it begins."""

from typing import Final

from certdeck.core.exam.conduct import Conduct, ExtraTime, Mode, Tool

MODE_NOTES: Final = {
    Mode.PRACTICE: "With pace, pause, confidence and answers on request. Good for learning.",
    Mode.EXAM: "The tools of the real test. You may leave and come back.",
    Mode.REHEARSAL: "As strict as the test centre: no pause, no leaving, an agreement before and a survey after it.",
    Mode.REVIEW: "No clock. After each question you see the key and the reason for every response.",
}
TOOL_WORDS: Final = {
    Tool.FLAG: ("Flag", "Mark a question to come back to."),
    Tool.STRIKE: ("Strike out", "Cross out responses that you have ruled out."),
    Tool.HIGHLIGHT: ("Highlight", "Mark words of the question."),
    Tool.NOTE: ("Note", "Write a note on a question; you see it again in the report."),
    Tool.LINE_FOCUS: ("Line focus", "Dim everything but a few lines."),
    Tool.HIDE_CLOCK: ("Hide the clock", "Show or hide the time that is left."),
    Tool.REVIEW_GRID: ("Review grid", "See all questions and jump to one."),
    Tool.SCROLL_TO_END: ("Scroll to the end", "Next asks you to see the whole of a long question first."),
    Tool.WARNINGS: ("Time warnings", "Say when 30, 15 and 5 minutes are left."),
    Tool.PACE: ("Pace", "Show how many minutes you are ahead or behind."),
    Tool.PAUSE: ("Pause", "Stop the clock and cover the question."),
    Tool.CONFIDENCE: ("Confidence", "Say how sure you are; the report compares."),
    Tool.RATIONALE: ("Show the answer", "See key and reasons before the end; your answer then stands."),
}


def rules(agreed: Conduct, unscored: int) -> tuple[tuple[str, str], ...]:
    """Return the rules as (icon, sentence); `unscored` questions are not marked as such."""
    lines = [("circle-check", "A guess costs nothing. A question left open counts as wrong.")]
    if unscored:
        lines.append(("list-checks", f"{unscored} of the questions are not scored. They are not marked as such."))
    if agreed.mode is Mode.REVIEW:
        lines.append(("eye", "Once you have seen the key of a question, your answer stands."))
    elif Tool.FLAG in agreed.tools:
        lines.append(("flag", "You can flag a question, move freely and change every answer until you submit."))
    else:
        lines.append(("arrow-left-right", "You can move freely and change every answer until you submit."))
    lines.append(_clock_rule(agreed))
    return tuple(lines)


def _clock_rule(agreed: Conduct) -> tuple[str, str]:
    if agreed.strict:
        return "clock", "The clock runs on whatever happens. Leaving ends the exam and submits what is there."
    if agreed.extra is ExtraTime.UNTIMED:
        return "clock", "There is no time limit. You can leave and come back; your answers are kept."
    if agreed.runs_on:
        return "clock", "You can leave, but the clock runs on, as in the real exam. Your answers are kept."
    return "pause", "You can leave for now: the clock stops, and your answers are kept. The real exam does not stop."
