"""Components of the category supabase."""
