"""The fast emitter is used only where nobody can tell."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from execution.wire import yaml_text as module
from execution.wire.yaml_text import yaml_text

TEXTS = some.text(max_size=200) | some.text("ab:-#'\"{}[]\n ", max_size=200) | some.text("words ", max_size=300)
PLAIN = some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | TEXTS
VALUES = some.recursive(
    PLAIN, lambda inner: some.lists(inner, max_size=4) | some.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)


@settings(deadline=None)
@given(VALUES)
def test_it_is_what_pyyaml_writes(value):
    assert yaml_text([{"Message": value}]) == yaml.safe_dump([{"Message": value}])


@pytest.mark.parametrize("text", ["a\ud800b", "", "ü" * 90, "yes", "\x00", "a\n b"])
def test_odd_texts_are_written_as_well(text):
    assert yaml_text({text: [text]}) == yaml.safe_dump({text: [text]})


def test_it_works_without_libyaml(monkeypatch):
    monkeypatch.setattr(module, "_FAST", None)
    assert yaml_text(["a"]) == "- a\n"
