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

.PHONY: nbgrader-suite
nbgrader-suite: $(INSTALLED) ## Point nbgrader's own tests of autograde at ours (minutes)
	@$(PY) -m tools.grader.nbgrader_suite $(if $(JSON),--json $(JSON))

.PHONY: settings-table
settings-table: $(INSTALLED) ## Write the guide's table of nbgrader's settings anew
	@$(PY) -m tools.grader.settings_table

.PHONY: fuzz
fuzz: $(INSTALLED) ## Try thousands of odd replies, notebooks and folders (minutes)
	@HYPOTHESIS_PROFILE=fuzz $(PY) -m pytest tests/grader/test_grade_fuzz.py -n 2

.PHONY: bench-regrade
bench-regrade: $(INSTALLED) ## Preview one edited test of a class of 300, and grade it in full
	@$(PY) -m tools.grader.bench_regrade $(if $(ASSIGNMENT),--assignment $(ASSIGNMENT)) $(if $(SIZE),--size $(SIZE)) $(if $(DISTINCT),--distinct $(DISTINCT))

.PHONY: scenarios
scenarios: $(INSTALLED) ## Compare hundreds of small courses with nbgrader's marks; write the table (minutes)
	@$(PY) -m tools.grader.scenarios $(WORDS) --jobs $(or $(JOBS),2)

.PHONY: bench-cluster
bench-cluster: $(INSTALLED) ## Grade on clusters of this machine: marks, pace, 10000 submissions, 1000 workers (an hour)
	@$(PY) -m tools.grader.bench_cluster engines
	@$(PY) -m tools.grader.bench_cluster many $(if $(SIZE),--size $(SIZE))
	@$(PY) -m tools.grader.bench_cluster simulate

.PHONY: cluster-faults
cluster-faults: $(INSTALLED) ## Kill workers, scheduler and grader, hang and cut, then compare (minutes)
	@$(PY) -m tools.grader.cluster_faults $(if $(SIZE),--size $(SIZE))

.PHONY: bench-watch
bench-watch: $(INSTALLED) ## Time grading on submit: alone, at growing rates, and idle (an hour)
	@$(PY) -m tools.grader.bench_watch $(if $(ASSIGNMENT),--assignment $(ASSIGNMENT)) $(if $(RATES),--rates $(RATES)) $(if $(SECONDS),--seconds $(SECONDS))
