"""LiteLLM, one door to many providers."""
