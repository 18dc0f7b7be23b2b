"""The session's messages for custom code, by functions instead of methods of the component."""

from __future__ import annotations

from typing import Any

from execution.engine.authoring.component import running
from execution.engine.authoring.helpers import run_until_complete
from execution.engine.values import Message


async def aget_messages(  # the arguments of the function that existing code calls
    sender: str | None = None,
    sender_name: str | None = None,
    session_id: str | None = None,
    context_id: str | None = None,
    order_by: str | None = "timestamp",  # noqa: ARG001  # there is no other order
    order: str | None = "DESC",
    flow_id: Any = None,  # noqa: ARG001  # sessions belong to their user, whatever the flow
    limit: int | None = None,
) -> list[Message]:
    """Return the session's messages."""
    run = running.get().run
    return await run.messages.recent(
        session_id=session_id or run.session_id,
        limit=limit,
        sender=sender,
        sender_name=sender_name,
        context_id=context_id,
        newest_first=order == "DESC",
    )


async def astore_message(message: Message, flow_id: Any = None) -> list[Message]:
    """Keep a message of the flow that runs, or says to be of another, and return what is kept."""
    run = running.get().run
    kept = message.copy()
    kept.data["session_id"] = kept.data["session_id"] or run.session_id
    kept.data["flow_id"] = kept.data["flow_id"] or flow_id or run.flow_id
    return [await run.messages.add(kept)]


async def aupdate_messages(messages: Message | list[Message]) -> list[Message]:
    """Replace messages of the same ids."""
    run = running.get().run
    return [await run.messages.update(message) for message in (messages if isinstance(messages, list) else [messages])]


async def delete_message(id_: str) -> None:
    """Forget one message."""
    await running.get().run.messages.remove(str(id_))


def get_messages(**wanted: Any) -> list[Message]:
    """Return the session's messages, for plain methods."""
    found: list[Message] = run_until_complete(aget_messages(**wanted))
    return found


def store_message(message: Message, flow_id: Any = None) -> list[Message]:
    """Keep a message, for plain methods."""
    kept: list[Message] = run_until_complete(astore_message(message, flow_id))
    return kept
