"""The errors of the package: what is wrong, in the words of the library."""

from __future__ import annotations

from typing import Any


class Error(Exception):
    """What all errors of this package are."""


class AgreementError(Error):
    """An agreement that can't be read, or can't be judged so."""


class UnknownNameError(Error, KeyError):
    """A party, an act or an obligation that the agreement does not have."""

    def __str__(self) -> str:
        # KeyError would put its text in quotes.
        return str(self.args[0])


class StateError(Error):
    """A saved state that can't be gone on from."""


class RefusedError(Error):
    """An event that was submitted and refused. Nothing has changed."""

    #: What would have been found, if it had been let in.
    findings: list[dict[str, Any]]

    def __init__(self, text: str, findings: list[dict[str, Any]]) -> None:
        super().__init__(text, findings)
        self.findings = findings

    def __str__(self) -> str:
        return str(self.args[0])


class LogError(Error):
    """A log that can't be read, with where that is, so far as it is known."""

    #: The line of a file, or the row of a table, counted from 1.
    line: int | None
    #: The column in which it stands.
    column: str | None
    #: The case that it is of.
    case: str | None
    #: The place in the log.
    place: int | None

    def __init__(
        self,
        text: str,
        line: int | None = None,
        column: str | None = None,
        case: str | None = None,
        place: int | None = None,
    ) -> None:
        super().__init__(text, line, column, case, place)
        self.line, self.column, self.case, self.place = line, column, case, place

    def __str__(self) -> str:
        return str(self.args[0])


class AccountingError(Error):
    """Verdicts that don't account for each row, case and finding once. Trust none of them."""
