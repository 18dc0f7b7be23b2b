"""`/run`: run a flow by its id or endpoint name, answer at once or as a stream."""
