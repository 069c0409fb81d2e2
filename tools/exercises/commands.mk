.PHONY: release
release: $(INSTALLED) ## Make the exercises from their sources (NAMES="relu …")
	@$(PY) -m tools.exercises.release $(NAMES)

.PHONY: answers
answers: $(INSTALLED) ## Show which answers are refused and accepted (ALL=1: singly)
	@$(PY) -m tools.exercises.table $(if $(ALL),--thorough) $(NAMES)

.PHONY: promises
promises: $(INSTALLED) ## Show what each question promises and what proves it
	@$(PY) -m tools.exercises.promises $(NAMES)
