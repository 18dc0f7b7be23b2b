"""A component's node after somebody changed one of its fields in the editor."""

from typing import Any

import pytest

from execution.engine.component import Component
from execution.engine.fields import BoolInput, DropdownInput, IntInput, Output, SecretStrInput, StrInput
from execution.engine.refreshing import refreshed_node
from execution.engine.template import node_of
from execution.engine.values import Data, Message
from tests.execution.components.running import edit_context


class Plain(Component):
    inputs = [StrInput(name="text", value="a")]
    outputs = [Output(name="said", method="say")]

    def say(self) -> Message:
        return Message(text=self.text)


class Dial(Component):
    inputs = [
        DropdownInput(name="kind", options=["text", "data"], value="text", real_time_refresh=True),
        BoolInput(name="loud", real_time_refresh=True),
        IntInput(name="times", value=2),
        SecretStrInput(name="key"),
    ]
    outputs = [Output(name="text", method="say")]
    dynamic_outputs = [Output(name="data", method="give")]

    def update_build_config(
        self, build_config: dict[str, Any], field_value: Any, field_name: str | None = None
    ) -> dict[str, Any]:
        if field_name == "loud":
            build_config["times"]["value"] = 9 if field_value else 2
        build_config["seen"] = {"name": "seen", "value": [self.times, self.key, self.run.user_id]}
        return build_config

    async def update_outputs(self, frontend_node: dict[str, Any], field_name: str, field_value: Any) -> dict[str, Any]:
        if field_name == "kind":
            frontend_node["outputs"] = [self.output_by_name[field_value]]
        return frontend_node

    def say(self) -> Message:
        return Message(text="")

    def give(self) -> Data:
        return Data()


class ChangesInPlace(Plain):
    def update_build_config(self, build_config: Any, field_value: Any, field_name: str | None = None) -> Any:
        build_config["text"]["show"] = False


def template_of(component: type[Component], **values: Any) -> dict[str, Any]:
    template: dict[str, Any] = node_of(component)["template"]
    for name, value in values.items():
        template[name]["value"] = value
    return template


async def refresh(
    component: type[Component], template: dict[str, Any], field: str, value: Any, *, tool_mode: bool = False
) -> dict[str, Any]:
    context = edit_context(user_id="me", variables={"MY_KEY": "sk-1"})
    return await refreshed_node(
        component, template=template, field=field, value=value, run=context, tool_mode=tool_mode
    )


async def test_a_component_without_hooks_keeps_all_but_the_changed_value() -> None:
    template = template_of(Plain, text="mine")
    template["extra"] = {"name": "extra", "value": 1}
    node = await refresh(Plain, template, "text", "yours")
    assert node["template"] == {**template, "text": {**template["text"], "value": "yours"}}
    assert template["text"]["value"] == "mine"


async def test_an_unknown_field_changes_nothing() -> None:
    template = template_of(Plain)
    assert (await refresh(Plain, template, "zzz", 1))["template"] == template


async def test_a_hook_changes_other_fields() -> None:
    node = await refresh(Dial, template_of(Dial, times=4), "loud", True)
    assert node["template"]["times"]["value"] == 9


async def test_a_hook_may_change_what_it_got_and_return_nothing() -> None:
    node = await refresh(ChangesInPlace, template_of(ChangesInPlace), "text", "x")
    assert node["template"]["text"]["show"] is False


async def test_hooks_see_the_fields_as_they_stand_variables_replaced() -> None:
    template = template_of(Dial, times=4, key="MY_KEY")
    assert (await refresh(Dial, template, "kind", "text"))["template"]["seen"]["value"] == [4, "sk-1", "me"]


@pytest.mark.parametrize(("times", "seen"), [("no number", 2), (None, 2), ("7", 7)])
async def test_what_a_field_cannot_hold_is_its_default_for_the_hooks(times: Any, seen: int) -> None:
    template = template_of(Dial, times=times)
    assert (await refresh(Dial, template, "kind", "text"))["template"]["seen"]["value"][0] == seen


async def test_a_variable_that_is_missing_is_no_value() -> None:
    template = template_of(Dial, key="NOT_THERE")
    assert (await refresh(Dial, template, "kind", "text"))["template"]["seen"]["value"][1] is None


async def test_outputs_follow_a_field_as_templates() -> None:
    node = await refresh(Dial, template_of(Dial), "kind", "data")
    assert [(output["name"], output["types"]) for output in node["outputs"]] == [("data", ["Data"])]


async def test_a_change_elsewhere_keeps_the_outputs_that_a_field_chose() -> None:
    node = await refresh(Dial, template_of(Dial, kind="data"), "loud", True)
    assert [output["name"] for output in node["outputs"]] == ["data"]


async def test_a_hook_of_its_own_decides_about_the_value_itself() -> None:
    assert (await refresh(Dial, template_of(Dial), "loud", True))["template"]["loud"]["value"] is False


@pytest.mark.parametrize(("value", "tool_mode"), [(True, True), (True, False), (False, True)])
async def test_in_tool_mode_one_toolset_stands_for_the_outputs(value: bool, tool_mode: bool) -> None:
    node = await refresh(Plain, template_of(Plain, text="mine"), "tool_mode", value, tool_mode=tool_mode)
    assert node["tool_mode"] is True
    assert [(output["name"], output["method"], output["types"]) for output in node["outputs"]] == [
        ("component_as_tool", "to_toolkit", ["Tool"])
    ]
    assert list(node["template"]) == ["_type", "code", "text", "tools_metadata"]
    assert node["template"]["text"]["value"] == "mine"


async def test_the_table_of_tools_lists_what_agents_can_call() -> None:
    node = await refresh(Plain, template_of(Plain), "tool_mode", True, tool_mode=True)
    field = node["template"]["tools_metadata"]
    assert (field["type"], field["_input_type"], field["is_list"]) == ("tools", "ToolsInput", True)
    assert [(row["name"], row["tags"], row["status"], list(row["args"])) for row in field["value"]] == [
        ("say", ["say"], True, ["text"])
    ]


async def test_turning_tool_mode_off_gives_the_outputs_back() -> None:
    on = await refresh(Plain, template_of(Plain), "tool_mode", True, tool_mode=True)
    off = await refresh(Plain, on["template"], "tool_mode", False)
    assert off == node_of(Plain)


async def test_in_tool_mode_names_of_tools_survive_other_changes() -> None:
    template = (await refresh(Plain, template_of(Plain), "tool_mode", True, tool_mode=True))["template"]
    template["tools_metadata"]["value"][0].update(name="speak", status=False)
    node = await refresh(Plain, template, "text", "x", tool_mode=True)
    rows = node["template"]["tools_metadata"]["value"]
    assert [(row["name"], row["status"]) for row in rows] == [("speak", False)]
    assert node["outputs"][0]["name"] == "component_as_tool"


async def test_the_tools_are_those_of_the_outputs_that_a_field_chose() -> None:
    node = await refresh(Dial, template_of(Dial, kind="data"), "tool_mode", True, tool_mode=True)
    assert [row["tags"] for row in node["template"]["tools_metadata"]["value"]] == [["give"]]
