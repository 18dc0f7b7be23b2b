"""What every app shares; knows nothing of any of them."""
