"""One thing of each kind that belongs to a user, and what the whole database holds: for tests of ownership."""

import re
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from accounts.services.api_keys import create_api_key
from accounts.services.variables import create_variable
from execution.catalogue.drawing import Drawing
from execution.mcp.services import add_server
from execution.models import Job, WebhookSignature
from files.knowledge.models import Chunk
from files.knowledge.services.knowledge_bases import create_knowledge_base
from files.services import upload_file, upload_to_flow
from flows.models import Flow
from flows.store.services import share_item
from monitor import sessions
from monitor.models import Message, Trace, Transaction, VertexBuild
from projects.models import Project

IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

BOOKKEEPING = {"last_used_at", "total_uses", "last_login", "updated_at", "expires_at"}
"""Columns that change when their owner does something else."""

Rows = dict[tuple[str, str], dict[str, Any]]


def secret_of(name: str) -> str:
    """Return what stands in everything that can be read of this user's things; nobody else's answers hold it."""
    return f"only-{name}-may-read-this"


def things_of(user: User) -> dict[str, str]:
    """Make them. Return the id of one for each name under which routes take ids."""
    name, secret = user.username, secret_of(user.username)
    project = Project.objects.create(user=user, name=f"{name}'s project", description=secret)
    flow = Flow.objects.create(
        user=user, project=project, name=f"{name}'s flow", description=secret, endpoint_name=f"{name}s-flow",
        data=echo_document(secret),
    )  # fmt: skip
    session = f"{name}s-session"
    now = timezone.now()
    message = Message.objects.create(
        flow=flow, session_id=session, timestamp=now, sender="User", sender_name=name, text=secret
    )
    sessions.note([message])
    VertexBuild.objects.create(flow=flow, vertex_id="ChatInput-in", timestamp=now, valid=True, params=secret)
    Transaction.objects.create(
        flow=flow, vertex_id="ChatInput-in", timestamp=now, status="success", inputs={"text": secret}, outputs={}
    )
    trace = Trace.objects.create(
        flow=flow, user=user, session_id=session, name=secret, status="ok", timestamp=now, milliseconds=1
    )
    key, _ = create_api_key(user=user, name=f"{name}'s key")
    variable = create_variable(user=user, name=name.upper(), value=secret, kind="Generic", default_fields=[])
    user_file = upload_file(user_id=user.pk, file_name=f"{name}.txt", content=ContentFile(secret.encode()))
    flow_file = upload_to_flow(user=user, flow=flow, name=f"{name}.png", content=ContentFile(secret.encode()))
    add_server(user=user, name=f"{name}s-server", config={"url": f"http://127.0.0.1:9/{secret}"})
    WebhookSignature.objects.create(flow=flow, encrypted_secret="")
    item = share_item(user=user, fields={"name": secret, "data": {"nodes": [], "edges": []}})
    jobs = {
        kind: str(Job.objects.create(kind=kind, user=user, flow=flow, session_id=session, result=[secret]).pk)
        for kind in (Job.Kind.BUILD, Job.Kind.PUBLIC_BUILD, Job.Kind.RESPONSE, Job.Kind.WORKFLOW)
    }
    return {
        "user_id": str(user.pk),
        "api_key_id": str(key.pk),
        "variable_id": str(variable.pk),
        "project_id": str(project.pk),
        "folder_id": str(project.pk),
        "flow_id": str(flow.pk),
        "flow_id_or_name": str(flow.pk),
        "flow_name": flow.name,
        "endpoint_name": f"{name}s-flow",
        "message_id": str(message.pk),
        "session_id": session,
        "kb_name": _knowledge_base(user),
        "component_id": str(item.pk),
        "job_id": jobs[Job.Kind.BUILD],
        "public_job_id": jobs[Job.Kind.PUBLIC_BUILD],
        "response_id": jobs[Job.Kind.RESPONSE],
        "workflow_job_id": jobs[Job.Kind.WORKFLOW],
        "trace_id": str(trace.pk),
        "server_name": f"{name}s-server",
        "vertex_id": "ChatInput-in",
        "file_id": str(user_file.pk),
        "file_name": flow_file.name,
        "folder_name": str(user.pk),
        "flow_file": f"{flow.pk}/{flow_file.name}",
        "user_file": f"{user.pk}/{user_file.name}",
    }


def echo_document(note: str) -> dict[str, Any]:
    """Chat Input -> Chat Output, and a note."""
    drawing = Drawing()
    question = drawing.add("ChatInput", "in", at=(0, 0))
    answer = drawing.add("ChatOutput", "out", at=(1, 0))
    drawing.connect(question, "message", answer, "input_value")
    drawing.note(note, at=(2, 0))
    return drawing.data


def _knowledge_base(user: User) -> str:
    base = create_knowledge_base(
        user=user,
        name=f"{user.username}s_knowledge",
        embedding_provider="OpenAI",
        embedding_model="text-embedding-3-small",
        column_config=None,
    )
    Chunk.objects.create(
        knowledge_base=base,
        job_id=base.pk,
        content=secret_of(user.username),
        words=1,
        characters=1,
        vector=[0.0] * 8,
        source="x",
        file_name="x.txt",
        number=0,
        number_of_chunks=1,
        ingested_at=timezone.now(),
    )
    return base.name


def all_rows() -> Rows:
    """Return every row of the database, by table and key."""
    return {
        (model._meta.label, str(row[model._meta.pk.attname])): row
        for model in apps.get_models()
        for row in model._base_manager.values()
    }


def changes(before: Rows, after: Rows, *, own_ids: set[str]) -> list[str]:
    """Return what somebody else's request changed of the rows before it, and which new rows point at them.

    `own_ids` are the ids of the caller and the caller's things, with which callers may do what they want.
    """
    told = []
    for key, row in before.items():
        if own_ids.isdisjoint(map(str, row.values())) and _facts(after.get(key)) != _facts(row):
            told.append(f"{key} was {row}, is {after.get(key)}")
    foreign = {pk for _, pk in before if IDENTIFIER.fullmatch(pk)} - own_ids
    for key in after.keys() - before.keys():
        values = set(map(str, after[key].values()))
        if values & foreign:
            told.append(f"{key} is new: {after[key]}")
    return told


def _facts(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if row is None else {name: value for name, value in row.items() if name not in BOOKKEEPING}


def key_of(user: User) -> str:
    """Return a new API key of the user's."""
    _, text = create_api_key(user=user, name="for a test")
    return text
