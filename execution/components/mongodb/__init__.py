"""Components of the category mongodb."""
