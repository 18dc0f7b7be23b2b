"""Components of the category weaviate."""
