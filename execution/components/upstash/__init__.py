"""Components of the category upstash."""
