"""The components: one class a file, grouped by the category under which the editor shows them."""
