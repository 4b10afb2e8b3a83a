"""The design tokens: every colour of the app by the name of its job, light and dark."""

from dataclasses import dataclass
from typing import Final, Literal

Tone = Literal["neutral", "accent", "good", "warn", "bad"]
"""What a chip, banner or tinted card says besides its words."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme as `#RRGGBB` (scrim and shadow: `#AARRGGBB`).

    `heat` holds five steps from little to much, `flags` the colours of flags 1 to 7. A name that begins with `on_` is
    the text colour on the fill of that name.
    """

    canvas: str
    rail: str
    surface: str
    tint: str
    hover: str
    soft: str
    line: str
    control: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_soft: str
    on_accent_soft: str
    accent_line: str
    good: str
    good_soft: str
    on_good_soft: str
    warn: str
    warn_soft: str
    on_warn_soft: str
    bad: str
    bad_soft: str
    on_bad_soft: str
    heat: tuple[str, str, str, str, str]
    flags: tuple[str, str, str, str, str, str, str]
    scrim: str
    shadow: str
    terminal: str
    terminal_text: str

    def ink(self, tone: Tone) -> str:
        """Return the colour of an icon or line that carries `tone`."""
        inks = {"neutral": self.muted, "accent": self.accent, "good": self.good, "warn": self.warn, "bad": self.bad}
        return inks[tone]

    def fill(self, tone: Tone) -> str:
        """Return the quiet background of `tone`."""
        return {
            "neutral": self.tint,
            "accent": self.accent_soft,
            "good": self.good_soft,
            "warn": self.warn_soft,
            "bad": self.bad_soft,
        }[tone]

    def on_fill(self, tone: Tone) -> str:
        """Return the text colour on `fill(tone)`."""
        return {
            "neutral": self.muted,
            "accent": self.on_accent_soft,
            "good": self.on_good_soft,
            "warn": self.on_warn_soft,
            "bad": self.on_bad_soft,
        }[tone]


LIGHT: Final = Tokens(
    canvas="#FCFCFD",
    rail="#F4F4F7",
    surface="#FFFFFF",
    tint="#F4F4F7",
    hover="#EDEDF2",
    soft="#E8E8ED",
    line="#D9D9E0",
    control="#80838D",
    text="#1C2024",
    muted="#60646C",
    accent="#5753C6",
    accent_hover="#4A46B0",
    accent_pressed="#3F3B9C",
    on_accent="#FFFFFF",
    accent_soft="#EEEDFB",
    on_accent_soft="#4A46B0",
    accent_line="#C4C1F0",
    good="#218358",
    good_soft="#E6F5EC",
    on_good_soft="#1B6F4A",
    warn="#AB6400",
    warn_soft="#FFF3D6",
    on_warn_soft="#8A4F00",
    bad="#CE2C31",
    bad_soft="#FDEBEC",
    on_bad_soft="#B0242A",
    heat=("#E4E3F8", "#C4C1F0", "#9D99E0", "#7571D0", "#5753C6"),
    flags=("#CE2C31", "#C25700", "#218358", "#0B68CB", "#C2298A", "#107D98", "#8145B5"),
    scrim="#471C2024",
    shadow="#45000000",
    terminal="#1B1D22",
    terminal_text="#D6D8DD",
)

DARK: Final = Tokens(
    canvas="#111113",
    rail="#0C0C0E",
    surface="#18191B",
    tint="#212225",
    hover="#26282B",
    soft="#272A2D",
    line="#363A3F",
    control="#777B84",
    text="#EDEEF0",
    muted="#B0B4BA",
    accent="#9E9BFF",
    accent_hover="#B1AEFF",
    accent_pressed="#8784E8",
    on_accent="#14132B",
    accent_soft="#26264A",
    on_accent_soft="#C3C1FF",
    accent_line="#4D4A8F",
    good="#3DD68C",
    good_soft="#132D21",
    on_good_soft="#3DD68C",
    warn="#FFCA16",
    warn_soft="#302008",
    on_warn_soft="#FFCA16",
    bad="#FF9592",
    bad_soft="#3B1219",
    on_bad_soft="#FF9592",
    heat=("#28274F", "#3C3A78", "#5A57A8", "#7B78D4", "#9E9BFF"),
    flags=("#FF9592", "#FFA057", "#3DD68C", "#70B8FF", "#FF8DCC", "#4CCCE6", "#D19DFF"),
    scrim="#8C000000",
    shadow="#45000000",
    terminal="#0C0C0E",
    terminal_text="#D6D8DD",
)
