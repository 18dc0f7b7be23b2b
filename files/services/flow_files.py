"""Keep and remove files of single flows."""

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import transaction

from files.models import FlowFile
from files.names import checked_name, split_name
from files.selectors import file_of_flow
from files.storage import FLOWS, new_key, stored
from flows.models import Flow
from langflow_site.common.names import numbered
from projects.services import lock_names

if TYPE_CHECKING:
    from accounts.models import User


def upload_to_flow(*, user: "User", flow: Flow, name: str, content: "File[Any]") -> FlowFile:
    """Keep the file with the flow. The moment of the upload is part of its name, as clients know it."""
    name = f"{datetime.now(UTC):%Y-%m-%d_%H-%M-%S}_{checked_name(name)}"
    size = content.size
    with stored(new_key(FLOWS, flow.pk), content) as key, transaction.atomic():
        lock_names(user.pk)
        return FlowFile.objects.create(flow=flow, name=_free_name(flow, name), key=key, size=size)


def delete_flow_file(*, user: "User", flow_id: uuid.UUID, name: str) -> None:
    file_of_flow(user, flow_id, name).delete()


def _free_name(flow: Flow, name: str) -> str:
    """Two files of one name may come within a second."""
    stem, ending = split_name(name)
    similar = FlowFile.objects.filter(flow=flow, name__startswith=stem, name__endswith=ending)
    taken = {other.removesuffix(ending) for other in similar.values_list("name", flat=True)}
    return numbered(stem, taken) + ending
