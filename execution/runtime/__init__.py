"""The engine's host: what a run needs of this server, and the one service that runs flows for every caller."""
