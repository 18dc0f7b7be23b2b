"""What components that talk to language models share: making a model, asking it, saying what went wrong."""
