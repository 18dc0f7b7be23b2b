"""The HTTP edge of what runs leave behind, and of the server's log."""
