"""What runs inside the sandbox, among strangers' code.

Its modules import one another by bare names and nothing else of ours: they are
placed alone into the sandbox.
"""
