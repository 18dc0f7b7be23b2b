"""Wire shapes of the server's log."""

from typing import Annotated

from pydantic import Field

from langflow_site.common.requests import RequestQuery

Number = Annotated[int, Field(le=2**53)]


class LogsQuery(RequestQuery):
    """Without a number of lines, the last ten; a `timestamp` is in milliseconds."""

    lines_before: Number = 0
    lines_after: Number = 0
    timestamp: Number = 0
