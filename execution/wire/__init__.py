"""Engine events and results as Langflow's JSON. Pure functions: no database, no request, no clock."""
