"""Take files into knowledge bases: read them, cut them, make vectors by an embedding model, store the chunks."""
