"""Routes of MCP."""

from django.urls import path

from execution.mcp import views

SERVERS = "api/v2/mcp/servers"

urlpatterns = [
    path(SERVERS, views.ServersView.as_view(), name="mcp-servers"),
    path(f"{SERVERS}/<str:server_name>", views.ServerView.as_view(), name="mcp-server"),
]
