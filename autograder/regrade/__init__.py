"""Grade again what a change to an assignment can alter: preview, apply, undo."""
