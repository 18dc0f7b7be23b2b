"""`POST /api/v1/custom_component`: the node of a component that somebody wrote."""

import pytest
from django.conf import settings

from accounts.encryption import encrypt
from accounts.models import Variable
from execution.engine.isolation.confinement.limits import Limits
from execution.runtime.isolation import pool as pools
from execution.runtime.isolation.options import Options

WRITE = "/api/v1/custom_component"
UPDATE = "/api/v1/custom_component/update"

CODE = """
from lfx.custom import Component
from lfx.io import DropdownInput, MessageTextInput, Output
from lfx.schema import Message


class Greeter(Component):
    display_name = "Greeter"
    inputs = [
        DropdownInput(name="lang", options=["en", "de"], value="en", real_time_refresh=True),
        MessageTextInput(name="who", value="world"),
    ]
    outputs = [Output(name="greeting", display_name="Greeting", method="greet")]

    def update_build_config(self, build_config, field_value, field_name=None):
        build_config["who"]["value"] = "Welt" if field_value == "de" else "world"
        build_config.who.info = "whom to greet"
        return build_config

    def greet(self) -> Message:
        return Message(text=f"hello {self.who}")
"""


@pytest.fixture(autouse=True)
def one_pool_a_request(monkeypatch):
    """Each request of the test client has an event loop of its own, whose processes end with it."""
    monkeypatch.setattr(pools.Pool, "tell_free", lambda pool, _process: pool.close())
    options = Options(limits=Limits(memory_mb=512, cpu_seconds=5), seconds=10)
    monkeypatch.setattr(pools, "options_of_settings", lambda: options)


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_stranger_is_refused(anonymous, slash):
    assert anonymous.post(WRITE + slash, {"code": CODE}, format="json").status_code == 403


def test_the_answer_is_the_node_and_its_type(client_of):
    answer = client_of("alice").post(WRITE, {"code": CODE}, format="json")
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["type"] == "Greeter"
    assert body["data"]["field_order"] == ["lang", "who"]
    assert body["data"]["outputs"][0]["types"] == ["Message"]
    assert body["data"]["template"]["code"]["value"] == CODE
    assert body["data"]["metadata"]["module"] == "custom_components.greeter"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("class X(:\n  pass", "Invalid Python code: invalid syntax (<unknown>, line 1)"),
        ("x = 1", "No Component subclass found in the code."),
        (f"import no_such_module_zz\n{CODE}", "ModuleNotFoundError: No module named 'no_such_module_zz'"),
        (CODE.replace('method="greet"', 'method="absent"'), "The output 'greeting' names the method 'absent'"),
        (f"{CODE}\nwhile True: pass", "it used more CPU time or memory"),
    ],
)
def test_bad_code_is_told_in_one_sentence(client_of, monkeypatch, code, reason):
    monkeypatch.setattr(pools, "options_of_settings", lambda: Options(limits=Limits(cpu_seconds=1), seconds=10))
    answer = client_of("alice").post(WRITE, {"code": code}, format="json")
    assert answer.status_code == 400
    detail = answer.json()["detail"]
    assert reason in detail["error"]
    assert detail["traceback"] is None


def test_no_code_at_all_is_refused_by_its_shape(client_of):
    answer = client_of("alice").post(WRITE, {}, format="json")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "code"]


def test_nothing_runs_where_custom_code_is_off(client_of, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "CUSTOM_CODE", "off")
    answer = client_of("alice").post(WRITE, {"code": CODE}, format="json")
    assert answer.status_code == 400
    assert "does not run custom code" in answer.json()["detail"]["error"]


def test_a_changed_field_goes_through_the_components_own_hook(client_of):
    alice = client_of("alice")
    template = alice.post(WRITE, {"code": CODE}, format="json").json()["data"]["template"]
    template["lang"]["value"] = "de"  # as the editor does
    change = {"code": CODE, "template": template, "field": "lang", "field_value": "de"}
    node = alice.post(UPDATE, change, format="json").json()
    assert node["template"]["lang"]["value"] == "de"
    assert node["template"]["who"]["value"] == "Welt"
    assert node["template"]["who"]["info"] == "whom to greet"


def test_a_written_component_can_become_a_tool(client_of):
    alice = client_of("alice")
    template = alice.post(WRITE, {"code": CODE}, format="json").json()["data"]["template"]
    change = {"code": CODE, "template": template, "field": "tool_mode", "field_value": True, "tool_mode": True}
    node = alice.post(UPDATE, change, format="json").json()
    assert [output["name"] for output in node["outputs"]] == ["component_as_tool"]
    assert [row["name"] for row in node["template"]["tools_metadata"]["value"]] == ["greet"]


FIRST_GENERATION = """
from langflow.custom import CustomComponent

class Old(CustomComponent):
    def build_config(self):
        return {"kind": {"options": ["a", "b"], "real_time_refresh": True}, "more": {"show": False}}

    def update_build_config(self, build_config, field_value, field_name=None):
        build_config["more"]["show"] = field_value == "b"
        return build_config

    def build(self, kind: str, more: str = "") -> str:
        return kind
"""


def test_a_component_of_the_first_generation_stays_one_when_a_field_changes(client_of):
    alice = client_of("alice")
    made = alice.post(WRITE, {"code": FIRST_GENERATION}, format="json").json()["data"]
    change = {"code": FIRST_GENERATION, "template": made["template"], "field": "kind", "field_value": "b"}
    node = alice.post(UPDATE, change, format="json").json()
    assert node["template"]["more"]["show"] is True
    assert (node["outputs"], node["output_types"]) == (made["outputs"], made["output_types"])
    assert (made["outputs"][0]["method"], made["output_types"]) == (None, ["Text"])


ASKING = """
from lfx.custom import Component
from lfx.io import MessageTextInput, Output
from lfx.schema import Message


class Asking(Component):
    inputs = [MessageTextInput(name="who", real_time_refresh=True)]
    outputs = [Output(name="said", method="say")]

    async def update_build_config(self, build_config, field_value, field_name=None):
        secret = await self.get_variables("SECRET")
        if field_value == "fail":
            raise ValueError(f"not {secret}")
        build_config["who"]["value"] = f"it is {secret}"
        return build_config

    def say(self) -> Message:
        return Message(text=self.who)
"""


@pytest.mark.parametrize("value", ["tell", "fail"])
def test_code_that_asks_for_a_secret_cannot_tell_it_to_the_editor(client_of, alice, value):
    value_of_secret = "sk-secret-of-alice"
    Variable.objects.create(user=alice, name="SECRET", type="Credential", encrypted_value=encrypt(value_of_secret))
    node = client_of("alice").post(WRITE, {"code": ASKING}, format="json").json()["data"]
    change = {"code": ASKING, "template": node["template"], "field": "who", "field_value": value}
    answer = client_of("alice").post(UPDATE, change, format="json")
    assert "***" in answer.content.decode()
    assert value_of_secret not in answer.content.decode()


CHOOSING = """
from lfx.base.models.unified_models import get_language_model_options, update_model_options_in_build_config
from lfx.custom import Component
from lfx.io import BoolInput, ModelInput, Output
from lfx.schema import Message


class Choosing(Component):
    inputs = [ModelInput(name="llm", real_time_refresh=True), BoolInput(name="own", real_time_refresh=True)]
    outputs = [Output(name="said", method="say")]

    def update_build_config(self, build_config, field_value, field_name=None):
        if self.own:
            build_config["llm"]["options"] = [{"name": "mine", "provider": "Mine", "metadata": {}}]
            return build_config
        return update_model_options_in_build_config(
            self, build_config, "language_model_options", get_language_model_options, field_name, field_value
        )

    def say(self) -> Message:
        return Message(text="")
"""


def test_a_written_component_offers_the_users_models_too(client_of, alice):
    Variable.objects.create(user=alice, name="OPENAI_API_KEY", type="Credential", encrypted_value=encrypt("k"))
    template = client_of("alice").post(WRITE, {"code": CHOOSING}, format="json").json()["data"]["template"]
    change = {"code": CHOOSING, "template": template, "field": "llm", "field_value": ""}
    field = client_of("alice").post(UPDATE, change, format="json").json()["template"]["llm"]
    assert [option["provider"] for option in field["options"]].count("OpenAI") == 5
    assert field["value"][0]["name"] == "gpt-5.2"


def test_models_that_a_written_component_lists_by_itself_stay(client_of):
    template = client_of("alice").post(WRITE, {"code": CHOOSING}, format="json").json()["data"]["template"]
    change = {"code": CHOOSING, "template": template, "field": "own", "field_value": True}
    node = client_of("alice").post(UPDATE, change, format="json").json()
    assert [option["name"] for option in node["template"]["llm"]["options"]] == ["mine"]
