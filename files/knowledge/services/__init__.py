"""Writes of knowledge bases: what users do with them, and what an ingestion does."""
