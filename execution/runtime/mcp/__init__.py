"""MCP servers that flows use: what is configured, how they are reached, and connections that last for a while."""

from execution.runtime.mcp.connections import connections

__all__ = ["close", "connections"]


async def close() -> None:
    """End the running loop's connections, their processes included."""
    await connections().close()
