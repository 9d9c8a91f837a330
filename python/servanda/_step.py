"""What one event, or time, brought."""

from __future__ import annotations

from typing import Any, NamedTuple


class Step(NamedTuple):
    """What one event, or time, brought to a run."""

    #: What changed, in the order in which it did: `at`, `event`, `subject`, `obligation`, `from`, `to`, `text`.
    changes: list[dict[str, Any]]
    #: What was found, with the keys that findings have in a report.
    findings: list[dict[str, Any]]
