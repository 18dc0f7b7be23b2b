"""`/build`: run a flow for the editor, which follows or polls what happens and may cancel."""
