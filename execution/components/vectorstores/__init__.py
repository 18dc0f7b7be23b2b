"""Components of the category vectorstores."""
