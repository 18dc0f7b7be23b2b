"""Ollama, models on the user's own machine."""
