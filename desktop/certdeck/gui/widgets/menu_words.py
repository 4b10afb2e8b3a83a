"""Words of the learner's own in menus."""


def menu_words(words: str) -> str:
    """Return `words` for an entry of a menu, which takes what stands behind an ampersand for a key."""
    return words.replace("&", "&&")
