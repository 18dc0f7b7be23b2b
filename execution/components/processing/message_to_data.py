"""Message to Data: a message as a plain record."""

from __future__ import annotations

from execution.engine.component import Component
from execution.engine.fields import MessageInput, Output
from execution.engine.values import Data, Message


class MessagetoData(Component):
    """Give the fields of a message as a record."""

    display_name = "Message to Data"
    description = "Gives a message as a record."
    icon = "FileInput"
    beta = True
    legacy = True
    replacement = ["processing.TypeConverterComponent"]

    inputs = [MessageInput(name="message", display_name="Message", info="The message to turn into a record.")]
    outputs = [Output(name="data", display_name="Data", method="convert_message_to_data")]

    def convert_message_to_data(self) -> Data:
        """Return the message's fields."""
        message: Message = self.message
        return Data(data=message.to_wire()["data"])
