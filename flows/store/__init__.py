"""The store: components and flows that users of this server share with each other."""
