"""Components of the category elastic."""
