"""Files that users and flows bring along, and the pictures that users choose for their profile."""
