import datetime
from collections.abc import Sequence
from typing import Any, final

import pyarrow

from . import Agreement as Agreement
from . import Docket as Docket
from . import Monitor as Monitor
from . import Report as Report
from . import Summary as Summary
from . import Verdicts as Verdicts
from . import verdict_schema as verdict_schema

__all__ = [
    "Agreement",
    "BatchJudge",
    "Docket",
    "Monitor",
    "Report",
    "Summary",
    "Verdicts",
    "instant_text",
    "verdict_schema",
    "verify_path",
    "verify_rows",
    "verify_table",
]

@final
class BatchJudge:
    def __new__(
        cls,
        agreement: Agreement,
        judging: dict[str, Any],
        pairs: Sequence[tuple[str, str]],
        skips: bool,
        tells_cases: bool,
        tells_findings: bool,
    ) -> BatchJudge: ...
    def take(self, batch: Any) -> pyarrow.RecordBatch | None: ...
    def finish(self) -> pyarrow.RecordBatch | None: ...

def instant_text(instant: datetime.datetime | str) -> str: ...
def verify_path(
    agreement: Agreement, path: str, judging: dict[str, Any], skips: bool, reading: dict[str, Any]
) -> Verdicts: ...
def verify_rows(
    agreement: Agreement,
    rows: Any,
    judging: dict[str, Any],
    skips: bool,
    map: list[tuple[str, str]] | str | None,
    can_be_read_again: bool,
) -> Verdicts: ...
def verify_table(
    agreement: Agreement,
    table: Any,
    judging: dict[str, Any],
    skips: bool,
    map: list[tuple[str, str]] | str | None,
    can_be_read_again: bool,
) -> Verdicts: ...
