"""The host of isolated processes: starts them, gives them work, answers what they ask, ends them.

What runs inside of them, and the walls around them, is `execution/engine/isolation`.
"""
