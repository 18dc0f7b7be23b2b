"""The values that travel along edges: Message, Data and DataFrame, and what a message is made of.

What they look like to clients is `to_wire()`; where they are kept is the host's business.
"""

from execution.engine.values.content import ContentBlock
from execution.engine.values.data import Data
from execution.engine.values.dataframe import DataFrame
from execution.engine.values.message import Message
from execution.engine.values.properties import Properties, Source, Usage
from execution.engine.values.streams import TextStream

__all__ = ["ContentBlock", "Data", "DataFrame", "Message", "Properties", "Source", "TextStream", "Usage"]
