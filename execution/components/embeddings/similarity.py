"""Embedding Similarity: how near two vectors are."""

import math
from collections.abc import Sequence
from typing import Any

from execution.engine.component import Component
from execution.engine.fields import DataInput, DropdownInput, Output
from execution.engine.values import Data

Vector = Sequence[float]


class TwoVectorsNeeded(ValueError):
    def __init__(self) -> None:
        super().__init__("Exactly two embedding vectors are required.")


class VectorMissing(ValueError):
    def __init__(self) -> None:
        super().__init__("A record has no vector under 'embeddings'.")


def cosine(one: Vector, other: Vector) -> float:
    """Return 1 for the same direction, 0 for no relation; a vector of zeros is related to nothing."""
    product = sum(a * b for a, b in zip(one, other, strict=True))
    lengths = math.sqrt(sum(a * a for a in one) * sum(b * b for b in other))
    return product / lengths if lengths else 0.0


def manhattan(one: Vector, other: Vector) -> float:
    """Return the sum of the differences."""
    return float(sum(abs(a - b) for a, b in zip(one, other, strict=True)))


METRICS = {
    "Cosine Similarity": ("cosine_similarity", cosine),
    "Euclidean Distance": ("euclidean_distance", math.dist),
    "Manhattan Distance": ("manhattan_distance", manhattan),
}
"""Option -> the score's name, how it is computed."""


class EmbeddingSimilarityComponent(Component):
    """Compare two vectors and hand on how near they are."""

    display_name = "Embedding Similarity"
    description = "Compares two embeddings."
    icon = "equal"
    legacy = True

    inputs = [
        DataInput(
            name="embedding_vectors",
            display_name="Embedding Vectors",
            info="Two records with a vector each.",
            is_list=True,
            required=True,
        ),
        DropdownInput(
            name="similarity_metric",
            display_name="Similarity Metric",
            info="How nearness is measured.",
            options=["Cosine Similarity", "Euclidean Distance", "Manhattan Distance"],
            value="Cosine Similarity",
        ),
    ]
    outputs = [Output(name="similarity_data", display_name="Similarity Data", method="compute_similarity")]

    embedding_vectors: list[Data]
    similarity_metric: str

    def compute_similarity(self) -> Data:
        """Return both vectors with their score; vectors of different lengths have none."""
        if len(self.embedding_vectors) != 2:
            raise TwoVectorsNeeded
        one, other = (_vector(data) for data in self.embedding_vectors)
        name, metric = METRICS[self.similarity_metric]
        if len(one) == len(other):
            score: dict[str, Any] = {name: metric(one, other)}
        else:
            score = {"error": "Embeddings must have the same dimensions."}
        found = Data(data={"embedding_1": list(one), "embedding_2": list(other), "similarity_score": score})
        self.status = found
        return found


def _vector(data: Data) -> Vector:
    vector = data.data.get("embeddings")
    if not isinstance(vector, Sequence) or isinstance(vector, str) or not vector:
        raise VectorMissing
    return vector
