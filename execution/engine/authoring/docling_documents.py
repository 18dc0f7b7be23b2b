"""Documents of Docling in records and tables. They are told by where they stand: the package is not needed."""

from __future__ import annotations

from typing import Any

from execution.engine.values import Data, DataFrame


def documents_of(data_inputs: Any, doc_key: str) -> list[Any]:
    """Return the documents that stand under the key; raises TypeError where there are none."""
    records = data_inputs.to_data_list() if isinstance(data_inputs, DataFrame) else data_inputs
    several = records if isinstance(records, list | tuple) else [records]
    found = [one.data[doc_key] for one in several if isinstance(one, Data) and one.data.get(doc_key) is not None]
    if not found:
        raise TypeError(f"Nothing stands under '{doc_key}': connect what a Docling component gives, or change the key.")
    return found


def documents_and_warning(data_inputs: Any, doc_key: str) -> tuple[list[Any], str | None]:
    """Return the same with what speaks against it, which is nothing."""
    return documents_of(data_inputs, doc_key), None
