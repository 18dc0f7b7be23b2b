"""The execution engine: pure Python, standard library and pydantic only. It knows no Django and no database."""
