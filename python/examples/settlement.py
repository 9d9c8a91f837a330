"""The settlement of 1962, and what came of it: the history as it was, judged."""

from pathlib import Path

import servanda

data = Path(__file__).parent.parent / "tests" / "data"
agreement = servanda.Agreement.from_file(data / "agreement-verified.json")
verdicts = servanda.verify(agreement, data / "log-history.jsonl")
print(verdicts.report)
