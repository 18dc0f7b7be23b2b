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


async def aadd_messages(messages: Message | list[Message], **_unused: Any) -> list[Message]:
    """Keep messages and return what is kept."""
    listed = messages if isinstance(messages, list) else [messages]
    return [kept for message in listed for kept in await astore_message(message)]


async def adelete_messages(session_id: str | None = None, context_id: str | None = None) -> None:
    """Forget the messages of a session, by default the one of the run."""
    for message in await aget_messages(session_id=session_id, context_id=context_id):
        await delete_message(message.data["id"])


def delete_messages(session_id: str | None = None, context_id: str | None = None) -> None:
    """Forget the messages of a session, for plain methods."""
    run_until_complete(adelete_messages(session_id, context_id))


def add_messages(messages: Message | list[Message], **_unused: Any) -> list[Message]:
    """Keep messages, for plain methods."""
    kept: list[Message] = run_until_complete(aadd_messages(messages))
    return kept


class LCBuiltinChatMemory:
    """The session's messages as langchain's histories offer them."""

    def __init__(self, flow_id: Any = None, session_id: str | None = None, context_id: str | None = None) -> None:
        self.flow_id, self.session_id, self.context_id = flow_id, session_id, context_id

    @property
    def messages(self) -> list[Any]:
        """The messages, oldest first."""
        return [message.to_lc_message() for message in get_messages(session_id=self.session_id, order="ASC")]

    async def aget_messages(self) -> list[Any]:
        """Return the messages, oldest first."""
        found = await aget_messages(session_id=self.session_id, context_id=self.context_id, order="ASC")
        return [message.to_lc_message() for message in found]

    def add_messages(self, messages: list[Any]) -> None:
        """Keep langchain's messages."""
        add_messages([self._kept(message) for message in messages])

    async def aadd_messages(self, messages: list[Any]) -> None:
        """Keep langchain's messages."""
        await aadd_messages([self._kept(message) for message in messages])

    def clear(self) -> None:
        """Forget the session."""
        delete_messages(self.session_id, self.context_id)

    def _kept(self, message: Any) -> Message:
        kept = Message.from_lc_message(message)
        kept.data["session_id"] = self.session_id or ""
        return kept
