"""Components of the category files_and_knowledge."""
