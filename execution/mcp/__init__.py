"""The Model Context Protocol at the edge: the servers that a user's flows may use, and flows as tools for others."""
