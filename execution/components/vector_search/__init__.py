"""What the components share that keep texts with their vectors and find them by meaning."""
