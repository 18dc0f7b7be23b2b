"""The HTTP edge of accounts, one module per noun."""
