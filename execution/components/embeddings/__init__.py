"""What is done with embeddings."""
