"""LM Studio, models on the user's own machine."""
