"""Components of the category FAISS."""
