"""The fast emitter is used only where nobody can tell."""

import yaml
from hypothesis import given
from hypothesis import strategies as some

from execution.wire import yaml_text as module
from execution.wire.yaml_text import yaml_text

TEXTS = some.text(max_size=200) | some.text("ab:-#'\"{}[]\n ", max_size=200) | some.text("words ", max_size=300)
PLAIN = some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | TEXTS
VALUES = some.recursive(
    PLAIN, lambda inner: some.lists(inner, max_size=4) | some.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)


@given(VALUES)
def test_it_is_what_pyyaml_writes(value):
    assert yaml_text([{"Message": value}]) == yaml.safe_dump([{"Message": value}])


def test_it_works_without_libyaml(monkeypatch):
    monkeypatch.setattr(module, "_FAST", None)
    assert yaml_text(["a"]) == "- a\n"
