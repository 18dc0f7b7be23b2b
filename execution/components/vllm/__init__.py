"""vLLM, models on a server of one's own."""
