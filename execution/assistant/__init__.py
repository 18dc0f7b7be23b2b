"""The routes under `/agentic`: flows of our own that help people who build flows."""
