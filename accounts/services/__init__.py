"""Everything that changes accounts, one module per noun."""
