"""Components of the category pgvector."""
