"""Chat Input: what the user says in the chat."""

from __future__ import annotations

from execution.engine.component import Component
from execution.engine.fields import BoolInput, DropdownInput, FileInput, MessageTextInput, MultilineInput, Output
from execution.engine.values import Message

FILE_TYPES = [
    *("csv", "json", "pdf", "txt", "md", "mdx", "yaml", "yml", "xml", "html", "htm", "docx"),
    *("py", "sh", "sql", "js", "ts", "tsx", "jpg", "jpeg", "png", "bmp", "image"),
]


class ChatInput(Component):
    """Give the user's words to the flow and keep them in the session's history."""

    display_name = "Chat Input"
    description = "Starts a flow with what the user writes in the chat."
    icon = "MessageCircle"
    minimized = True

    inputs = [
        MultilineInput(
            name="input_value",
            display_name="Input Text",
            info="The user's words. The caller of the flow sets them.",
            input_types=[],
        ),
        BoolInput(
            name="should_store_message",
            display_name="Store Messages",
            info="Keep the message in the history of the session.",
            value=True,
            advanced=True,
        ),
        DropdownInput(
            name="sender",
            display_name="Sender Type",
            info="Who is speaking.",
            options=["Machine", "User"],
            value="User",
            advanced=True,
        ),
        MessageTextInput(
            name="sender_name",
            display_name="Sender Name",
            info="The name that the chat shows.",
            value="User",
            advanced=True,
        ),
        MessageTextInput(
            name="session_id",
            display_name="Session ID",
            info="The conversation this belongs to. Empty: the session of the run.",
            advanced=True,
        ),
        MessageTextInput(
            name="context_id",
            display_name="Context ID",
            info="A second key that sets apart histories within one session.",
            advanced=True,
        ),
        FileInput(
            name="files",
            display_name="Files",
            info="Files that come with the message.",
            file_types=FILE_TYPES,
            is_list=True,
            temp_file=True,
            advanced=True,
        ),
    ]
    outputs = [Output(name="message", display_name="Chat Message", method="message_response")]

    async def message_response(self) -> Message:
        """Return the user's message as it stands in the history."""
        message = Message(
            text=self.input_value or "",
            sender=self.sender,
            sender_name=self.sender_name,
            session_id=self.session_id or self.run.session_id,
            context_id=self.context_id,
            files=list(self.files),
            flow_id=self.run.flow_id,
        )
        if self.should_store_message:
            message = await self.send_message(message)
        self.status = message
        return message
