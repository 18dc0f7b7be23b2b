"""Secrets in what leaves the server: masked in every form, without breaking what carries them."""

import json
from urllib.parse import quote

import pytest

from execution.wire.redaction import MaskedLines, Secrets

SECRET = "sk-very/secret+key"


def secrets_of(*values: str) -> Secrets:
    secrets = Secrets()
    for value in values:
        secrets.remember(value)
    return secrets


def token(text: str, message_id: str = "m") -> dict:
    return {"event": "token", "data": {"chunk": text, "id": message_id}}


def streamed(masking: MaskedLines, *lines: dict) -> list[dict]:
    return [safe for line in lines for safe in masking.of([line])]


def text_of(lines: list[dict]) -> str:
    return "".join(line["data"]["chunk"] for line in lines if line["event"] == "token")


def test_without_secrets_values_and_lines_are_handed_on_as_they_are():
    value, lines = {"a": [SECRET]}, [token("x")]
    assert Secrets().masked(value) is value
    assert MaskedLines(Secrets()).of(lines) is lines


def test_texts_are_masked_at_any_depth_and_the_shape_stays():
    value = {"key": [f"it is {SECRET}!", 1, None, True, {"deep": SECRET}], SECRET: 2.5}
    masked = secrets_of(SECRET).masked(value)
    assert masked == {"key": ["it is ***!", 1, None, True, {"deep": "***"}], SECRET: 2.5}


@pytest.mark.parametrize("form", [json.dumps, lambda text: quote(text, safe=""), repr])
def test_a_secret_is_found_in_the_forms_that_texts_carry(form):
    secret = 'pass"word\\with\nlines and ü'
    assert "word" not in secrets_of(secret).masked(f"x {form(secret)} y")


def test_json_inside_of_a_text_stays_json():
    secret = 'a"quoted\\secret'
    assert json.loads(secrets_of(secret).masked(json.dumps({"key": secret, "n": 1}))) == {"key": "***", "n": 1}


def test_short_secrets_stay_because_ordinary_texts_hold_them():
    assert secrets_of("hello").masked("hello") == "hello"


def test_of_two_secrets_the_longer_one_is_masked_as_a_whole():
    assert secrets_of("abcdefgh", "abcdefgh-ijkl").masked("abcdefgh-ijkl abcdefgh") == "*** ***"


def test_the_line_end_of_a_pasted_secret_does_not_hide_it():
    assert secrets_of(SECRET + "\n").masked(SECRET) == "***"


@pytest.mark.parametrize("size", [1, 2, 5, 7])
def test_a_secret_in_several_tokens_is_masked(size):
    text = f"My key is {SECRET}, keep it."
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    lines = streamed(MaskedLines(secrets_of(SECRET)), *map(token, pieces))
    assert text_of(lines) == "My key is ***, keep it."


def test_what_only_began_like_a_secret_is_told_before_the_whole_message():
    whole = {"event": "add_message", "data": {"id": "m", "text": "ask sk-very"}}
    lines = streamed(MaskedLines(secrets_of(SECRET)), token("ask sk-"), token("very"), whole)
    assert text_of(lines) == "ask sk-very"
    assert lines[-1] == whole


def test_messages_that_are_written_at_the_same_time_are_told_apart():
    masking = MaskedLines(secrets_of(SECRET))
    lines = streamed(masking, token(SECRET[:5], "a"), token("other", "b"), token(SECRET[5:], "a"))
    assert [(line["data"]["id"], line["data"]["chunk"]) for line in lines] == [("a", ""), ("b", "other"), ("a", "***")]


def test_empty_tokens_stay():
    assert streamed(MaskedLines(secrets_of(SECRET)), token("")) == [token("")]
