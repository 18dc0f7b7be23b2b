"""What runs leave behind: messages, vertex builds, transactions; and the server's health."""
