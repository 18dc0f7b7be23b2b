"""Flows: saved definitions, their import, export and starter set."""
