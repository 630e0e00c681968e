"""How is a span of time written? Apart from the rest of time, for the quick path imports nothing."""


def written(seconds: int) -> str:
    """A span as the site writes it: "2d 3h", "3h 10m", "10m"; without a sign."""
    minutes = abs(seconds) // 60
    days, hours, minutes = minutes // 1_440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days}d {hours}h"
    return f"{hours}h {minutes}m" if hours else f"{minutes}m"


def left(seconds: float) -> str:
    """The time left as "2d 3h", or "3h 10m ago" where it has passed."""
    return f"{written(int(seconds))} ago" if seconds < 0 else written(int(seconds))
