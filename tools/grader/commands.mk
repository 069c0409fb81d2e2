# The grader's own commands; the Makefile includes this file.

.PHONY: bench-grade
bench-grade: $(INSTALLED) ## Grade a class of 40 with nbgrader and with ours (minutes)
	@$(PY) -m tools.grader.bench grade $(if $(ASSIGNMENT),--assignment $(ASSIGNMENT)) $(if $(SIZE),--size $(SIZE))

.PHONY: bench-scale
bench-scale: $(INSTALLED) ## Grade classes of 10, 100 and 1000: is the cost flat?
	@$(PY) -m tools.grader.bench scale $(if $(ASSIGNMENT),--assignment $(ASSIGNMENT)) $(if $(SIZES),--sizes $(SIZES))

.PHONY: kill-test
kill-test: $(INSTALLED) ## Kill the grader 20 times in a run of 60, then compare
	@$(PY) -m tools.grader.bench kill $(if $(ASSIGNMENT),--assignment $(ASSIGNMENT))

.PHONY: parity
parity: $(INSTALLED) ## Compare 100 submissions with plain nbgrader's scores (minutes)
	@$(PY) -m tools.grader.bench parity $(if $(ASSIGNMENT),--assignment $(ASSIGNMENT)) $(if $(SIZE),--size $(SIZE))

.PHONY: fuzz
fuzz: $(INSTALLED) ## Try thousands of odd replies, notebooks and folders (minutes)
	@HYPOTHESIS_PROFILE=fuzz $(PY) -m pytest tests/grader/test_grade_fuzz.py -n 2

.PHONY: scenarios
scenarios: $(INSTALLED) ## Compare hundreds of small courses with nbgrader's marks; write the table (minutes)
	@$(PY) -m tools.grader.scenarios $(WORDS) --jobs $(or $(JOBS),2)
