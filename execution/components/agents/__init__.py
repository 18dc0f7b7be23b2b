"""What the agent components share: the loop of model and tools, the steps that the chat shows, answers as JSON."""
