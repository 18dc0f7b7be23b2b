"""Who calls: users, API keys, their variables, and every way to sign in."""
