"""Wire shapes of what runs leave behind."""
