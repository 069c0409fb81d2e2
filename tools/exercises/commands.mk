.PHONY: release
release: $(INSTALLED) ## Make the exercises from their sources (NAMES="relu …")
	@$(PY) -m tools.exercises.release $(NAMES)

.PHONY: answers
answers: $(INSTALLED) ## Show which answers are refused and accepted (ALL=1: singly)
	@$(PY) -m tools.exercises.table $(if $(ALL),--thorough) $(NAMES)

.PHONY: promises
promises: $(INSTALLED) ## Show what each question promises and what proves it
	@$(PY) -m tools.exercises.promises $(NAMES)

# NAME may also come from the environment (WSL sets it); only the command line counts.
.PHONY: solutions
solutions: $(INSTALLED) ## Write model answers with reasons (NAME=relu, OUT=FOLDER)
	@$(PY) -m tools.exercises.solutions $(if $(OUT),--out "$(OUT)") \
	  $(if $(filter command,$(firstword $(origin NAME))),$(NAME)) $(NAMES)

.PHONY: mutants
mutants: $(INSTALLED) ## Show which small changes to the solutions no test refuses
	@$(PY) -m tools.exercises.mutants $(if $(ALL),--answers) $(NAMES)
