"""Things of the caller's for requests to be about, made by the API itself and made anew when a request removed them."""

import json
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

import httpx

from execution.catalogue.drawing import Drawing

OWN_NAMES: Mapping[str, str] = {
    "flow_id": "flow_id",
    "folder_id": "project_id",
    "parent_id": "project_id",
    "project_id": "project_id",
    "session_id": "session_id",
    "session": "session_id",
    "new_session_id": "session_id",
    "job_id": "job_id",
    "previous_response_id": "session_id",
    "model": "flow_id",
    "start_component_id": "vertex_id",
    "stop_component_id": "vertex_id",
    "data": "data",
}
"""Names of query values and of fields in bodies that name a thing -> the thing."""


class World:
    """One of each thing. `client` is a superuser's, with an API key; nothing here ends that key."""

    def __init__(self, client: httpx.Client) -> None:
        client.post("/api/v1/api_key/store", json={"api_key": "any"}).raise_for_status()  # opens the store
        client.cookies["client_id"] = "fuzzed"  # visitors of public flows are known by it
        self.client = client
        self.numbers = count()
        self._made: dict[str, str] = {}
        self._makers: dict[str, Callable[[], Any]] = {
            "flow_id": self._flow,
            "flow_id_or_name": self._flow,
            "flow_name": lambda: "TemplateAssistant",
            "project_id": lambda: self._post("/api/v1/projects/", {"name": self._name()})["id"],
            "session_id": self._session,
            "message_id": self._message,
            "trace_id": self._trace,
            "vertex_id": lambda: "ChatInput-in",
            "data": echo_document,
            "api_key_id": lambda: self._post("/api/v1/api_key/", {"name": self._name()})["id"],
            "variable_id": self._variable,
            "user_id": lambda: self._post("/api/v1/users/", {"username": self._name(), "password": "Passw0rd!x"})["id"],
            "kb_name": self._knowledge_base,
            "job_id": lambda: self._post(f"/api/v1/build/{self['flow_id']}/flow", {})["job_id"],
            "public_job_id": lambda: self._post(f"/api/v1/build_public_tmp/{self['flow_id']}/flow", {})["job_id"],
            "workflow_job_id": self._workflow,
            "response_id": self._response,
            "own_id": lambda: self._listed("/api/v1/users/whoami")["id"],
            "picture_name": lambda: self._listed("/api/v1/files/profile_pictures/list")["files"][0].rpartition("/")[2],
            "server_name": self._server,
            "file_id": lambda: self._upload("/api/v2/files/")["id"],
            "file_name": self._flow_file,
            "component_id": self._shared_item,
            "folder_name": lambda: "People",
        }

    def __getitem__(self, name: str) -> Any:
        assert name in self._makers, "Add a thing for the new path parameter."
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def forget(self) -> None:
        """Something may be gone."""
        self._made.clear()

    def _name(self) -> str:
        return f"fuzzed{next(self.numbers)}"

    def _post(self, path: str, body: Any) -> Any:
        return self.client.post(path, json=body).raise_for_status().json()

    def _upload(self, path: str) -> Any:
        files = {"file": (f"{self._name()}.png", b"not really", "image/png")}
        return self.client.post(path, files=files).raise_for_status().json()

    def _flow(self) -> str:
        body = {"name": self._name(), "access_type": "PUBLIC", "data": echo_document(), "folder_id": self["project_id"]}
        return self._post("/api/v1/flows/", body)["id"]

    def _session(self) -> str:
        name = self._name()
        self._post(f"/api/v1/run/{self['flow_id']}", {"input_value": "hello", "session_id": name})
        return name

    def _listed(self, path: str, **query: str) -> Any:
        return self.client.get(path, params=query).raise_for_status().json()

    def _message(self) -> str:
        return self._listed("/api/v1/monitor/messages", session_id=self["session_id"])[0]["id"]

    def _trace(self) -> str:
        session = self["session_id"]
        return self._listed("/api/v1/monitor/traces", flow_id=self["flow_id"], session_id=session)["traces"][0]["id"]

    def _variable(self) -> str:
        return self._post("/api/v1/variables/", {"name": self._name(), "value": "v", "default_fields": []})["id"]

    def _knowledge_base(self) -> str:
        body = {"name": self._name(), "embedding_provider": "OpenAI", "embedding_model": "text-embedding-3-small"}
        return self._post("/api/v1/knowledge_bases", body)["dir_name"]

    def _workflow(self) -> str:
        return self._post("/api/v2/workflows", {"flow_id": self["flow_id"], "background": True})["job_id"]

    def _response(self) -> str:
        body = {"model": self["flow_id"], "input": "hello", "background": True}
        return self._post("/api/v1/responses", body)["id"]

    def _shared_item(self) -> str:
        body = {"name": self._name(), "description": "", "data": echo_document(), "tags": [], "is_component": False}
        return self._post("/api/v1/store/components/", body)["id"]

    def _server(self) -> str:
        name = self._name()
        self._post(f"/api/v2/mcp/servers/{name}", {"url": "http://127.0.0.1:9/mcp"})
        return name

    def _flow_file(self) -> str:
        return self._upload(f"/api/v1/files/upload/{self['flow_id']}")["file_path"].rpartition("/")[2]


def echo_document() -> Any:
    """Chat Input -> Chat Output."""
    drawing = Drawing()
    question = drawing.add("ChatInput", "in", at=(0, 0))
    answer = drawing.add("ChatOutput", "out", at=(1, 0))
    drawing.connect(question, "message", answer, "input_value")
    return json.loads(json.dumps(drawing.data))
