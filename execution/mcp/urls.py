"""Routes of MCP. HEAD and the protocol's methods share a route; a project's own route takes SSE messages, too."""

from django.urls import path

from execution.mcp.views import projects, protocol, servers
from langflow_site.common.paths import both_slashes

SERVERS = "api/v2/mcp/servers"
MCP = "api/v1/mcp"
PROJECT = f"{MCP}/project/<str:project_id>"

urlpatterns = [
    *both_slashes(f"{MCP}/streamable", protocol.StreamableView.as_view(), name="mcp-streamable"),
    *both_slashes(f"{PROJECT}/streamable", protocol.ProjectStreamableView.as_view(), name="mcp-project-streamable"),
    path(f"{MCP}/sse", protocol.SseView.as_view(), name="mcp-sse"),
    path(f"{PROJECT}/sse", protocol.ProjectSseView.as_view(), name="mcp-project-sse"),
    path(f"{MCP}/", protocol.SseMessageView.as_view(), name="mcp-sse-message"),
    *both_slashes(PROJECT, projects.ProjectView.as_view(), name="mcp-project"),
    path(f"{PROJECT}/installed", projects.InstalledView.as_view(), name="mcp-installed"),
    path(f"{PROJECT}/install", projects.InstallView.as_view(), name="mcp-install"),
    path(f"{PROJECT}/composer-url", projects.ComposerView.as_view(), name="mcp-composer-url"),
    path(SERVERS, servers.ServersView.as_view(), name="mcp-servers"),
    path(f"{SERVERS}/<str:server_name>", servers.ServerView.as_view(), name="mcp-server"),
]
