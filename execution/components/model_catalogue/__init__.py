"""Which models of which providers the editor offers, and to whom. The one place that both routes and components ask."""
