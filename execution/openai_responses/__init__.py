"""`/responses`: flows behind OpenAI's Responses API, at once, as a stream, or in the background."""
