"""Models of any provider."""
