"""Semantic Text Splitter: cut where neighbouring sentences are about different things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, pstdev
from typing import Any

from execution.components.embeddings.similarity import cosine
from execution.components.language_models.asking import asked_of
from execution.components.language_models.failures import provider_errors
from execution.components.splitting import rows_of, texts_of
from execution.engine.component import Component
from execution.engine.fields import DropdownInput, FloatInput, HandleInput, IntInput, MessageTextInput, Output
from execution.engine.values import Data

AFTER_SENTENCES = r"(?<=[.?!])\s+"
DEFAULT_PERCENTILE = 95.0


class SemanticTextSplitter(Component):
    """Cut texts where their subject changes, as an embedding model sees it."""

    display_name = "Semantic Text Splitter"
    description = "Cuts texts where their subject changes."
    icon = "LangChain"
    beta = True

    inputs = [
        HandleInput(
            name="data_inputs",
            display_name="Data Inputs",
            info="The texts to cut.",
            input_types=["Data"],
            is_list=True,
            required=True,
        ),
        HandleInput(
            name="embeddings",
            display_name="Embeddings",
            info="The model that says what sentences are about.",
            input_types=["Embeddings"],
            required=True,
        ),
        DropdownInput(
            name="breakpoint_threshold_type",
            display_name="Breakpoint Threshold Type",
            info="How it is decided which differences are large.",
            options=["percentile", "standard_deviation", "interquartile"],
            value="percentile",
        ),
        FloatInput(
            name="breakpoint_threshold_amount",
            display_name="Breakpoint Threshold Amount",
            info="How large; counts where no number of chunks is given.",
            value=0.5,
        ),
        IntInput(
            name="number_of_chunks",
            display_name="Number of Chunks",
            info="How many chunks to make of a text; 0 cuts at every large difference.",
            value=5,
        ),
        MessageTextInput(
            name="sentence_split_regex",
            display_name="Sentence Split Regex",
            info="What stands between two sentences. Empty: the space after a full stop, a question or an exclamation.",
            advanced=True,
        ),
        IntInput(
            name="buffer_size",
            display_name="Buffer Size",
            info="How many neighbours on each side are looked at together with a sentence.",
            advanced=True,
        ),
    ]
    outputs = [Output(name="chunks", display_name="Chunks", method="split_text")]

    data_inputs: list[Any]
    embeddings: Any
    breakpoint_threshold_type: str | None
    breakpoint_threshold_amount: float | None
    number_of_chunks: int | None
    sentence_split_regex: str | None
    buffer_size: int | None

    async def split_text(self) -> list[Data]:
        """Return one record per chunk; each keeps the other values of its record."""
        records = texts_of(self.data_inputs)
        chunks = [row for text, others in records for row in rows_of(await self._chunks(text), others)]
        self.status = chunks
        return chunks

    async def _chunks(self, text: str) -> list[str]:
        sentences = [part for part in re.split(self.sentence_split_regex or AFTER_SENTENCES, text) if part]
        if len(sentences) < 2:
            return sentences
        return list(joined(sentences, self._cuts(differences(await self._vectors(sentences)))))

    async def _vectors(self, sentences: list[str]) -> list[list[float]]:
        around = max(self.buffer_size or 0, 0)
        windows = [" ".join(sentences[max(at - around, 0) : at + around + 1]) for at in range(len(sentences))]
        with provider_errors(asked_of(self.embeddings)):
            vectors: list[list[float]] = await self.embeddings.aembed_documents(windows)
        return vectors

    def _cuts(self, found: Sequence[float]) -> set[int]:
        """Return after which sentences to cut."""
        if self.number_of_chunks:
            largest_first = sorted(range(len(found)), key=lambda place: -found[place])
            return set(largest_first[: max(self.number_of_chunks - 1, 0)])
        limit = threshold(found, self.breakpoint_threshold_type or "", self.breakpoint_threshold_amount)
        return {place for place, difference in enumerate(found) if difference > limit}


def differences(vectors: Sequence[Sequence[float]]) -> list[float]:
    """Return how different each sentence is from the next one."""
    return [1 - cosine(one, other) for one, other in pairwise(vectors)]


def threshold(found: Sequence[float], kind: str, amount: float | None) -> float:
    """Return the difference above which a text is cut."""
    match kind:
        case "standard_deviation":
            return fmean(found) + (amount or 0.0) * pstdev(found)
        case "interquartile":
            return fmean(found) + (amount or 0.0) * (percentile(found, 75) - percentile(found, 25))
        case _:
            return percentile(found, DEFAULT_PERCENTILE if amount is None else min(max(amount, 0.0), 100.0))


def percentile(numbers: Sequence[float], percent: float) -> float:
    """Return the number below which that many percent lie, between two where it must be."""
    ordered = sorted(numbers)
    place = (len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def joined(sentences: Sequence[str], cuts: set[int]) -> list[str]:
    """Return the chunks between the cuts."""
    chunks: list[str] = []
    start = 0
    for place in sorted({*cuts, len(sentences) - 1}):
        chunks.append(" ".join(sentences[start : place + 1]))
        start = place + 1
    return [chunk for chunk in chunks if chunk]
