"""Component code that somebody wrote into a node: read it, load its class, draw its node.

Reading (`checks`) never runs anything and is all that the serving process does. Loading runs the code: it belongs into
the isolated process, or into this one where the operator trusts all code.
"""
