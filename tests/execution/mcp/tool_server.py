"""An MCP server to test with: `python tool_server.py stdio`, or `streamable-http` or `sse` and a port."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError

server = MCPServer("tools for tests")

if "--broken" in sys.argv:
    sys.exit("the tools for tests are out of order")


@server.tool()
def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


@server.tool(structured_output=False)
def rows() -> str:
    """Give two rows as JSON."""
    return json.dumps([{"k": 1}, {"k": 2}])


@server.tool(structured_output=False)
def record(words: list[str], headers: str = "none") -> str:
    """Give a record as JSON."""
    return json.dumps({"words": words, "headers": headers})


@server.tool()
def fail(why: str) -> str:
    """Fail."""
    raise ToolError(why)


@server.tool(structured_output=False)
def environment() -> str:
    """Give the process and its environment."""
    return json.dumps({"pid": os.getpid(), "environment": dict(os.environ)})


@server.tool(structured_output=False)
def headers_seen(context: Context) -> str:  # type: ignore[type-arg]
    """Give the headers of the request."""
    return json.dumps(dict(context.headers or {}))


@server.tool()
async def sleep(seconds: float) -> str:
    """Take a while."""
    await asyncio.sleep(seconds)
    return "awake"


@server.tool()
def die(words: str) -> str:
    """End the process without an answer."""
    sys.stderr.write(words)
    sys.stderr.flush()
    os._exit(3)


def main(transport: Any = "stdio", port: str = "0") -> None:
    if transport == "stdio":
        server.run("stdio")
    else:
        server.run(transport, host="127.0.0.1", port=int(port))


PATH = str(Path(__file__).resolve())

if __name__ == "__main__":
    main(*sys.argv[1:])
