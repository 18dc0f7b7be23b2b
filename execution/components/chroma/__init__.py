"""Components of the category chroma."""
