"""Text Operations: one change to a text, and the fields and outputs that go with it."""

from typing import Any

import pytest

from execution.components.processing.text_operations import (
    FIELDS_OF_OPERATION,
    CountNegative,
    PatternInvalid,
    TextOperations,
)
from execution.components.text_tables import HeaderMismatch, SeparatorMissing
from execution.engine.template import node_of
from tests.execution.components.running import give

TEXT = "Hello World, hello  there.\nLine two: abc123\n\nEnd"


async def changed(operation: str, text: str = TEXT, **values: Any) -> str:
    return (await give(TextOperations, "message", operation=[{"name": operation}], text_input=text, **values)).text


async def counted(text: str, **values: Any) -> dict[str, int]:
    return (await give(TextOperations, "data", operation=[{"name": "Word Count"}], text_input=text, **values)).data


async def tabled(text: str, **values: Any) -> list[dict[str, Any]]:
    operation = [{"name": "Text to DataFrame"}]
    return (await give(TextOperations, "dataframe", operation=operation, text_input=text, **values)).to_records()


@pytest.mark.parametrize(
    ("operation", "text", "values", "expected"),
    [
        ("Case Conversion", "aB c", {"case_type": "uppercase"}, "AB C"),
        ("Case Conversion", "aB c", {}, "ab c"),
        ("Case Conversion", "aB c", {"case_type": "title"}, "Ab C"),
        ("Case Conversion", "aB c", {"case_type": "capitalize"}, "Ab c"),
        ("Case Conversion", "aB c", {"case_type": "swapcase"}, "Ab C"),
        ("Case Conversion", "aB c", {"case_type": "nope"}, "aB c"),
        ("Text Replace", "a.b", {"search_pattern": ".", "replacement_text": "-"}, "a-b"),
        ("Text Replace", "a1", {"search_pattern": r"(\w)1", "replacement_text": r"\1!", "use_regex": True}, "a!"),
        ("Text Replace", "a", {"search_pattern": "(", "use_regex": True}, "a"),
        ("Text Replace", "a", {"search_pattern": "", "replacement_text": "x"}, "a"),
        ("Text Extract", "a1 b2 c3", {"extract_pattern": r"\w\d", "max_matches": 2}, "a1\nb2"),
        ("Text Extract", "a1 b2", {"extract_pattern": r"(\w)\d", "max_matches": 0}, "a\nb"),
        ("Text Extract", "a1", {"extract_pattern": ""}, ""),
        ("Text Extract", "a1", {"extract_pattern": "z"}, ""),
        ("Text Head", "abc", {"head_characters": 2}, "ab"),
        ("Text Head", "abc", {"head_characters": 0}, ""),
        ("Text Tail", "abc", {"tail_characters": 2}, "bc"),
        ("Text Tail", "abc", {"tail_characters": 0}, ""),
        ("Text Strip", "  ab ", {}, "ab"),
        ("Text Strip", "xxabxx", {"strip_mode": "left", "strip_characters": "x"}, "abxx"),
        ("Text Strip", "xxabxx", {"strip_mode": "right", "strip_characters": "x"}, "xxab"),
        ("Text Join", "one", {"text_input_2": "two"}, "one\ntwo"),
        ("Text Join", "", {"text_input_2": "two"}, "two"),
        ("Text Clean", "a  b\n\nc!", {}, "a b c!"),
        ("Text Clean", "a  b c!@d_e.", {"remove_special_chars": True}, "a b cd_e"),
        ("Text Clean", "a\n \nb", {"remove_extra_spaces": False, "remove_empty_lines": True}, "a\nb"),
        ("Zap", "abc", {}, "abc"),
    ],
)
async def test_an_operation_changes_the_text(operation: str, text: str, values: dict[str, Any], expected: str) -> None:
    assert await changed(operation, text, **values) == expected


async def test_words_characters_and_lines_are_counted() -> None:
    assert await counted(TEXT) == {
        "word_count": 8,
        "unique_words": 8,
        "character_count": 48,
        "character_count_no_spaces": 42,
        "line_count": 4,
        "non_empty_lines": 3,
    }
    assert set((await counted("  ")).values()) == {0}
    assert await counted("a a", count_characters=False, count_lines=False) == {"word_count": 2, "unique_words": 1}


@pytest.mark.parametrize(
    ("text", "values", "rows"),
    [
        ("| a | b |\n| 1 | x |\n| 2 | |\n", {}, [{"a": 1, "b": "x"}, {"a": 2, "b": ""}]),
        ("a,b\n1,x\n2.5,y", {"table_separator": ","}, [{"a": 1, "b": "x"}, {"a": 2.5, "b": "y"}]),
        ("1|2\n3|4", {"has_header": False}, [{"col_0": 1, "col_1": 2}, {"col_0": 3, "col_1": 4}]),
        ("1|2\n3", {"has_header": False}, [{"col_0": 1, "col_1": "2"}, {"col_0": 3, "col_1": None}]),
        ("a|b", {}, [{"col_0": "a", "col_1": "b"}]),
        ("", {}, []),
    ],
)
async def test_a_drawn_table_is_read(text: str, values: dict[str, Any], rows: list[Any]) -> None:
    assert await tabled(text, **values) == rows


async def test_mistakes_are_told() -> None:
    with pytest.raises(PatternInvalid, match=r"'\('"):
        await changed("Text Extract", extract_pattern="(")
    with pytest.raises(CountNegative, match=r"Characters from Start.*-3"):
        await changed("Text Head", head_characters=-3)
    with pytest.raises(HeaderMismatch, match="2 column"):
        await tabled("a|b\n1|2|3")
    with pytest.raises(SeparatorMissing):
        await tabled("a|b\n1|2", table_separator="")


@pytest.mark.parametrize(
    ("operation", "outputs"),
    [
        ("Word Count", ["data"]),
        ("Text to DataFrame", ["dataframe"]),
        ("Text Join", ["text", "message"]),
        ("Text Head", ["message"]),
        (None, []),
    ],
)
def test_the_outputs_follow_the_operation(operation: str | None, outputs: list[str]) -> None:
    node = node_of(TextOperations)
    chosen = [{"name": operation}] if operation else []
    assert [it.name for it in TextOperations().update_outputs(node, "operation", chosen)["outputs"]] == outputs


@pytest.mark.parametrize("operation", FIELDS_OF_OPERATION)
def test_only_the_fields_of_the_operation_show(operation: str) -> None:
    template = node_of(TextOperations)["template"]
    updated = TextOperations().update_build_config(template, [{"name": operation}], "operation")
    shown = {name for name, field in updated.items() if isinstance(field, dict) and field["show"]}
    assert shown == {"code", "text_input", "operation", *FIELDS_OF_OPERATION[operation]}
