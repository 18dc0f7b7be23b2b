"""Values between processes: what is large crosses in parts, whatever it consists of."""

import json
from typing import Any

import pytest

from execution.engine.isolation.codec import decode, encode
from execution.engine.isolation.frames import (
    HEADER,
    IS_TEXT,
    LARGEST_TEXT,
    LARGEST_TO_HOST,
    FrameTooLarge,
    kind_and_size,
    packed_text,
    unpacked,
    unpacked_text,
)
from execution.engine.isolation.objects import LiveObjects
from execution.engine.isolation.parts import (
    DEEPEST,
    LARGEST_PART,
    MOST_PARTS,
    MOST_VALUES,
    Parts,
    Splitter,
    TooManyParts,
    depth_of,
)
from execution.engine.values import Data, DataFrame, Message


def crossed(value: Any) -> tuple[Any, str]:
    """Return the value as the other side has it, and the frame that it came with after its parts."""
    sender, receiver = (LiveObjects(side, lambda reference: reference) for side in ("process", "host"))
    frames: list[str] = []

    def send(part: Any) -> int:
        frames.append(json.dumps(part))
        return len(frames)

    rest = Splitter(send).small(encode(value, sender))
    for number, frame in enumerate(frames, 1):
        receiver.parts.joined_depth = 0
        wire = json.loads(frame)
        part = decode(wire, receiver)
        receiver.parts.keep(number, part, size=len(frame), values=1, depth=depth_of(wire))
        assert isinstance(wire, str) or len(frame) <= 2 * LARGEST_PART
    made = decode(rest, receiver)
    assert receiver.parts.size == 0
    return made, json.dumps(rest)


@pytest.mark.parametrize(
    "value",
    [
        "short",
        "x" * 100_000,
        "ü\U0001f600\n" * 20_000,
        b"\x00\xff" * 40_000,
        list(range(30_000)),
        {f"name {number}": [number, None, True, 1.5] for number in range(5_000)},
        dict.fromkeys(range(5000), "x"),
        {"one": "x" * 50_000, "two": ["y" * 50_000, {"three": ["z"] * 20_000}]},
        ("x" * 20_000, {"a", "b" * 20_000}),
        Data(data={"rows": ["x" * 1000] * 100}),
        Message(text="x" * 50_000, files=["f" * 20_000], extra={"k": list(range(9_000))}),
        DataFrame([{"a": number, "b": "x" * 50} for number in range(2_000)]),
        [[["deep"] * 5_000] * 3] * 2,
        {"$": ["x" * 20_000], "k": {"$": "object"}},
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_arrives_as_it_was_in_frames_of_bearable_size(value: Any) -> None:
    made, rest = crossed(value)
    assert made == value
    assert type(made) is type(value)
    assert len(rest) <= 2 * LARGEST_PART


def test_a_name_that_fits_no_frame_is_refused() -> None:
    with pytest.raises(FrameTooLarge):
        crossed({"x" * 20_000: 1, "y": "z" * 20_000})


def kept(parts: Parts, number: int, **facts: Any) -> None:
    parts.keep(number, [], **{"size": 10, "values": 1, "depth": 1} | facts)


@pytest.mark.parametrize("facts", [{"size": 10**9}, {"values": MOST_VALUES + 1}, {"depth": DEEPEST + 1}, {"number": 0}])
def test_parts_beyond_the_budget_are_refused(facts: dict[str, Any]) -> None:
    parts = Parts()
    kept(parts, 0)
    with pytest.raises(TooManyParts):
        kept(parts, **{"number": 1} | facts)


def test_many_small_parts_are_refused_and_forgotten() -> None:
    parts = Parts()
    for number in range(MOST_PARTS):
        kept(parts, number)
    with pytest.raises(TooManyParts):
        kept(parts, MOST_PARTS)
    parts.forget()
    assert parts.size == 0
    kept(parts, 1)


def test_a_part_is_used_once() -> None:
    parts = Parts()
    kept(parts, 1)
    assert parts.joined({"of": "list", "numbers": [1]}) == []
    with pytest.raises(LookupError):
        parts.joined({"of": "list", "numbers": [1]})


def test_the_depth_of_what_is_joined_counts() -> None:
    parts = Parts()
    kept(parts, 1, depth=DEEPEST - 1)
    parts.joined({"of": "list", "numbers": [1]})
    with pytest.raises(TooManyParts):
        kept(parts, 2, depth=2)


@pytest.mark.parametrize("text", ["", "plain", "ü\U0001f600\n\0"])
def test_a_piece_of_text_comes_as_it_was(text: str) -> None:
    frame = packed_text(7, text)
    is_text, size = kind_and_size(frame[: HEADER.size])
    assert is_text
    assert size == len(frame) - HEADER.size
    assert unpacked_text(frame[HEADER.size :]) == (7, text)


def test_pieces_of_text_may_be_large_and_half_characters_are_replaced() -> None:
    assert "\ud800" not in unpacked_text(packed_text(1, "a\ud800b")[HEADER.size :])[1]
    for announced in (LARGEST_TO_HOST + 1, IS_TEXT | (LARGEST_TEXT + 1)):
        with pytest.raises(FrameTooLarge):
            kind_and_size(HEADER.pack(announced))
    with pytest.raises(ValueError, match="number"):
        unpacked_text(b"xx")


def test_a_frame_is_an_object_and_not_endlessly_deep() -> None:
    for body in (b"[]", b"[" * 100_000, b'{"a":' * 100_000):
        with pytest.raises(ValueError, match=r"object|deeply|Expecting"):
            unpacked(body)
