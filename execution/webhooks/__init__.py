"""`/webhook`: start a flow from outside with whatever a sender posts, and watch such runs in the editor."""
