"""Azure's deployments of OpenAI's models."""
