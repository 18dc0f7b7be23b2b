"""Components of the category milvus."""
