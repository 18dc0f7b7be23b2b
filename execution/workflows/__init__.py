"""`/api/v2/workflows`: run a flow and wait for it, follow it, or leave it and come back."""
