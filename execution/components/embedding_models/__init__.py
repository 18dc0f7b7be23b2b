"""What components that turn texts into vectors share."""
