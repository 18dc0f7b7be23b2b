"""Projects: folders of flows ("folder" is their name on the wire)."""
