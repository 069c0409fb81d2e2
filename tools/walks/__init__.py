"""What the walks in a browser share, and the walk under a real JupyterHub."""
