"""The providers' side of the catalogue: their models, which of them a user has on, and with which he begins."""
