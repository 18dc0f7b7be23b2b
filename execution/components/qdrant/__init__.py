"""Components of the category qdrant."""
