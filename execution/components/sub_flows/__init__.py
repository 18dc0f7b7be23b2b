"""What components share that run another flow: which flow, with which inputs and outputs, and the run itself."""
