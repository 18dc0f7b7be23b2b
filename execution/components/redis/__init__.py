"""Components of the category redis."""
