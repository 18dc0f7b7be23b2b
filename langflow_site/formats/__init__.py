"""How the admin writes times; Django looks for a package per language."""
