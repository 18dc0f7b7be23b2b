"""Files that users and flows bring along, the pictures that users choose for their profile, knowledge bases."""
