.PHONY: release
release: $(INSTALLED) ## Make the exercises from their sources (NAMES="relu …")
	@$(PY) -m tools.exercises.release $(NAMES)

.PHONY: answers
answers: $(INSTALLED) ## Show which answers are refused and accepted (ALL=1: singly)
	@$(PY) -m tools.exercises.table $(if $(ALL),--thorough) $(NAMES)

.PHONY: mutants
mutants: $(INSTALLED) ## Show which small changes to the solutions no test refuses
	@$(PY) -m tools.exercises.mutants $(if $(ALL),--answers) $(NAMES)
