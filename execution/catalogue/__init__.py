"""The catalogue: every component as the node that an editor places on its canvas (`GET /api/v1/all`)."""
