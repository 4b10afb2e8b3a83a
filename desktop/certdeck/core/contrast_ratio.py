"""How light a colour looks, and how well one reads on another (WCAG 2.2, relative luminance and contrast ratio)."""

from functools import lru_cache


def luminance(colour: str) -> float:
    """Return the relative luminance of `colour` (`#RRGGBB`), 0 for black to 1 for white."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(colour: str, ground: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(colour), luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=64)
def grey_of(colour: str) -> str:
    """Return the grey of the same luminance, so that contrasts stay as they are."""
    level = round(255 * _coded(luminance(colour)))
    return f"#{level:02X}{level:02X}{level:02X}"


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _coded(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
