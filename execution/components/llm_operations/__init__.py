"""Work that a language model does on data."""
