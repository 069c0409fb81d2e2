# The grader's own commands; the Makefile includes this file.

.PHONY: bench-grade
bench-grade: $(INSTALLED) ## Grade a class of 40 with nbgrader and with ours (minutes)
	@$(PY) -m autograder.bench grade $(if $(ASSIGNMENT),--assignment $(ASSIGNMENT)) $(if $(SIZE),--size $(SIZE))

.PHONY: bench-scale
bench-scale: $(INSTALLED) ## Grade classes of 10, 100 and 1000: is the cost flat?
	@$(PY) -m autograder.bench scale $(if $(ASSIGNMENT),--assignment $(ASSIGNMENT)) $(if $(SIZES),--sizes $(SIZES))

.PHONY: kill-test
kill-test: $(INSTALLED) ## Kill the grader 20 times in a run of 60, then compare
	@$(PY) -m autograder.bench kill $(if $(ASSIGNMENT),--assignment $(ASSIGNMENT))

.PHONY: parity
parity: $(INSTALLED) ## Compare 100 submissions with plain nbgrader's scores (minutes)
	@$(PY) -m autograder.bench parity $(if $(ASSIGNMENT),--assignment $(ASSIGNMENT)) $(if $(SIZE),--size $(SIZE))
