# The walk under a real JupyterHub; the Makefile includes this file.

.PHONY: walk-hub
walk-hub: $(INSTALLED) ## Walk a class through a real JupyterHub (root, minutes)
	@$(PY) -m tools.walks.hub.walk
