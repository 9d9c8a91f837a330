"""What is wrong with an agreement before anybody signs it."""

from __future__ import annotations

from typing import Any, NamedTuple


class Check(NamedTuple):
    """What is to be said of an agreement, the worst first."""

    #: Each with `kind`, `severity`, `place`, `message` and `advice`.
    lints: list[dict[str, Any]]
    #: The places at which it is not known whether there is anything to say.
    left_open: list[str]
    #: Whether nothing is worse than advice, and nothing was left open.
    sound: bool
    #: All of it for people to read.
    text: str

    def __str__(self) -> str:
        return self.text
