"""Running flows: the engine, its components, its host and the API families that start runs."""
