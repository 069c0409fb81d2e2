.PHONY: release
release: $(INSTALLED) ## Make the exercises from their sources (NAMES="relu …")
	@$(PY) -m tools.release $(NAMES)

.PHONY: answers
answers: $(INSTALLED) ## Show which answers the exercises refuse and accept
	@$(PY) -m tools.answers_table $(NAMES)
