"""Lines of JSON as bytes: ASCII, and the same text again for whoever reads them."""

import json

import pytest

from execution.wire.frames import ascii_frame


@pytest.mark.parametrize("text", ["plain", "Grüße", "€", "😀 and more", 'quote " and \\', "line\nbreak", "\x7f\x01"])
def test_any_text_comes_back(text):
    frame = ascii_frame({"event": "token", "data": {"chunk": text}})
    assert frame.endswith(b"\n\n")
    assert frame.count(b"\n") == 2
    assert json.loads(frame.decode("ascii"))["data"]["chunk"] == text


def test_what_is_no_number_is_null():
    assert json.loads(ascii_frame({"event": "x", "data": float("nan")}))["data"] is None
