"""Components of the category pinecone."""
