"""Times until a card comes back, on buttons and read out."""

from datetime import timedelta


def interval_text(interval: timedelta) -> str:
    """Write `interval` as rating buttons show it: < 1 min, 6 min, 3 h, 2 d, 4 mo, 1.5 y."""
    amount, unit = _measured(interval)
    return f"{amount} {_SHORT[unit]}" if amount else "< 1 min"


def interval_spoken(interval: timedelta) -> str:
    """Say `interval` as screen readers read it out: in less than a minute, in 6 minutes, in 1.5 years."""
    amount, unit = _measured(interval)
    return f"in {amount} {unit}{'' if amount == '1' else 's'}" if amount else "in less than a minute"


_SHORT = {"minute": "min", "hour": "h", "day": "d", "month": "mo", "year": "y"}


def _measured(interval: timedelta) -> tuple[str, str]:
    """Return amount and unit; an empty amount is up to a minute."""
    minutes = interval / timedelta(minutes=1)
    days = interval / timedelta(days=1)
    if minutes <= 1:
        return "", "minute"
    if round(minutes) < 60:
        return str(round(minutes)), "minute"
    if round(minutes / 60) < 24:
        return str(round(minutes / 60)), "hour"
    if days < 30.5:
        return str(round(days)), "day"
    return (f"{days / 30.44:.0f}", "month") if days < 365 else (f"{days / 365.25:.1f}".removesuffix(".0"), "year")
