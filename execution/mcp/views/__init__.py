"""The routes of MCP: servers that flows use, flows as tools by two transports, and their settings."""
