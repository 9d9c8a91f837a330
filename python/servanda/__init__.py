"""Agreements that can be kept, and checked: logs judged by typed obligations, verdicts with reasons."""

from __future__ import annotations

from importlib.metadata import version as _version

from ._batches import verify_batches
from ._check import Check
from ._errors import (
    AccountingError,
    AgreementError,
    Error,
    LogError,
    RefusedError,
    StateError,
    UnknownNameError,
)
from ._servanda import Agreement, Docket, Monitor, Report, Summary, Verdicts, verdict_schema
from ._step import Step
from ._verify import verify

__version__ = _version("servanda")

__all__ = [
    "AccountingError",
    "Agreement",
    "AgreementError",
    "Check",
    "Docket",
    "Error",
    "LogError",
    "Monitor",
    "RefusedError",
    "Report",
    "StateError",
    "Step",
    "Summary",
    "UnknownNameError",
    "Verdicts",
    "verdict_schema",
    "verify",
    "verify_batches",
]
