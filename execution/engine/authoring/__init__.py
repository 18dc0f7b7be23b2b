"""What existing custom components expect of their framework, on top of our own `Component`.

Custom code reaches these by the import names in `import_names`; our own components do not use them.
"""
