import uuid

import pytest

from accounts.errors import UnknownVariable
from accounts.models import Variable
from accounts.selectors import value_of_variable

VARIABLES = "/api/v1/variables/"


def told(answer):
    return answer.status_code, answer.json()


def make(client, **body):
    return client.post(VARIABLES, {"name": "n", "value": "v", "default_fields": [], **body}, format="json")


def change(client, variable, **changes):
    return client.patch(f"{VARIABLES}{variable['id']}", {"id": variable["id"], **changes}, format="json")


def test_a_generic_variable_can_be_read(client_of):
    answer = make(client_of("alice"), type="Generic", default_fields=["x"])
    assert answer.status_code == 201
    assert answer.json() == {
        "id": answer.json()["id"],
        "name": "n",
        "type": "Generic",
        "value": "v",
        "default_fields": ["x"],
        "validation_error": None,
        "is_valid": None,
    }


@pytest.mark.parametrize("body", [{"type": "Credential"}, {"type": None}, {}])
def test_a_credential_is_never_shown_and_is_the_default(client_of, body):
    client = client_of("alice")
    answer = make(client, **body)
    assert (answer.json()["type"], answer.json()["value"]) == ("Credential", None)
    assert client.get(VARIABLES).json()[0]["value"] is None


def test_values_are_encrypted_at_rest(client_of, alice):
    make(client_of("alice"), value="s3cr3t-value")
    assert "s3cr3t-value" not in str(Variable.objects.values().get())
    assert value_of_variable(alice.pk, "n") == "s3cr3t-value"


def test_any_type_and_any_script_will_do(client_of):
    answer = make(client_of("alice"), name="ключ 😀", value="значение", type="Weird", default_fields=None)
    assert (answer.json()["value"], answer.json()["default_fields"]) == ("значение", [])


@pytest.mark.parametrize("missing", ["name", "value", "default_fields"])
def test_name_value_and_default_fields_are_required(client_of, missing):
    body = {"name": "n", "value": "v", "default_fields": []}
    del body[missing]
    answer = client_of("alice").post(VARIABLES, body, format="json")
    problem = {"type": "missing", "loc": ["body", missing], "msg": "Field required", "input": body}
    assert told(answer) == (422, {"detail": [problem]})


@pytest.mark.parametrize(
    ("body", "what"), [({"name": " "}, "name"), ({"value": ""}, "value"), ({"name": "", "value": ""}, "name and value")]
)
def test_empty_names_and_values_are_refused(client_of, body, what):
    assert told(make(client_of("alice"), **body)) == (400, {"detail": f"Variable {what} cannot be empty"})


def test_a_value_may_be_spaces_for_texts_to_be_joined_with(client_of):
    client = client_of("alice")
    variable = make(client, value=" ", type="Generic").json()
    assert variable["value"] == " "
    assert change(client, variable, value="\n").json()["value"] == "\n"


@pytest.mark.parametrize("body", [{"value": 5}, {"name": "a\x00b"}, {"default_fields": "x"}, {"name": "x" * 1025}])
def test_wrong_values_are_422(client_of, body):
    assert make(client_of("alice"), **body).status_code == 422


def test_a_name_is_there_once_per_user(client_of):
    client = client_of("alice")
    make(client)
    assert told(make(client)) == (400, {"detail": "Variable name already exists"})
    assert make(client_of("bob")).status_code == 201


def test_changes_change_only_what_is_sent(client_of, alice):
    client = client_of("alice")
    variable = make(client, type="Generic", default_fields=["x"]).json()
    assert change(client, variable, value="w", name=None).json() == {**variable, "value": "w"}
    assert change(client, variable, name="m").json() == {**variable, "name": "m", "value": "w"}
    assert value_of_variable(alice.pk, "m") == "w"


def test_the_value_of_a_credential_can_be_replaced_and_not_read(client_of, alice):
    client = client_of("alice")
    credential = make(client).json()
    assert change(client, credential, value="new").json()["value"] is None
    assert value_of_variable(alice.pk, "n") == "new"


def test_a_credential_shows_nothing_by_becoming_generic(client_of):
    client = client_of("alice")
    credential = make(client).json()
    assert change(client, credential, type="Generic").status_code == 400
    assert change(client, credential, type="Generic", value="public").json()["value"] == "public"


def test_a_change_to_a_taken_name_or_to_nothing_is_refused(client_of):
    client = client_of("alice")
    make(client)
    other = make(client, name="other").json()
    assert told(change(client, other, name="n")) == (400, {"detail": "Variable name already exists"})
    assert change(client, other, value="").status_code == 400


def test_a_change_names_its_variable_in_the_body_too(client_of):
    client = client_of("alice")
    variable = make(client).json()
    answer = client.patch(f"{VARIABLES}{variable['id']}", {"value": "w"}, format="json")
    assert answer.json()["detail"][0]["loc"] == ["body", "id"]


def test_removal(client_of):
    client = client_of("alice")
    path = f"{VARIABLES}{make(client).json()['id']}"
    assert client.delete(path).status_code == 204
    assert told(client.delete(path)) == (404, {"detail": "Variable not found"})


def test_others_neither_see_nor_change_nor_remove_it(client_of):
    variable = make(client_of("alice")).json()
    for name in ("bob", "admin"):
        client = client_of(name)
        assert client.get(VARIABLES).json() == []
        assert told(change(client, variable, value="stolen")) == (404, {"detail": "Variable not found"})
        assert client.delete(f"{VARIABLES}{variable['id']}").status_code == 404
    assert Variable.objects.count() == 1


def test_unknown_and_bad_ids(client_of):
    client = client_of("alice")
    assert change(client, {"id": str(uuid.uuid4())}, value="x").status_code == 404
    answer = client.patch(f"{VARIABLES}zz", {"id": str(uuid.uuid4())}, format="json")
    assert answer.json()["detail"][0]["loc"] == ["path", "variable_id"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_have_no_variables(anonymous, db, method):
    assert told(getattr(anonymous, method)(VARIABLES)) == (403, {"detail": "No authentication credentials provided"})


def test_the_list_costs_two_queries(client_of, django_assert_num_queries):
    client = client_of("alice")
    for name in "abc":
        make(client, name=name)
    with django_assert_num_queries(2):
        client.get(VARIABLES)


def test_flows_get_the_value_of_their_own_user_only(client_of, bob):
    make(client_of("alice"))
    with pytest.raises(UnknownVariable, match="n variable not found"):
        value_of_variable(bob.pk, "n")
