"""The notebook: it runs from the raw log to the answer, and its pictures are there."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path
from typing import Any

import pytest

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
pytest.importorskip("matplotlib")

EXAMPLES = Path(__file__).parent.parent / "examples"


def outputs(notebook: Any, kind: str) -> list[str]:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [
        output["data"][kind] for cell in cells for output in cell.outputs if kind in output.get("data", {})
    ]


def test_the_notebook_comes_to_its_answer(tmp_path: Path) -> None:
    for name in ("delays.ipynb", "hospital.py"):
        shutil.copy(EXAMPLES / name, tmp_path)
    notebook = nbformat.read(tmp_path / "delays.ipynb", as_version=4)
    kernel = nbclient.NotebookClient(
        notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}
    )
    kernel.execute()
    text = "".join(
        output["text"] for cell in notebook.cells for output in cell.get("outputs", []) if "text" in output
    )
    assert "nothing to say" in text
    assert "Not conformant: " in text and "the hospital was late with `" in text
    pictures = [base64.b64decode(picture) for picture in outputs(notebook, "image/png")]
    assert len(pictures) == 2 and all(picture.startswith(b"\x89PNG") for picture in pictures)
    pages = [html for html in outputs(notebook, "text/html") if html.startswith("<iframe")]
    # The summary's pictures, and the page of the worst case.
    assert len(pages) == 2
