"""Prove an assignment: its collected answers get the marks that they deserve."""
