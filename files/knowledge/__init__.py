"""Knowledge bases: texts that flows find by meaning. Filling them is execution/knowledge's work."""
