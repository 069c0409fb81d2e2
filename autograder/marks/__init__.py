"""From what happened in a notebook to marks, files, gradebook and report."""
