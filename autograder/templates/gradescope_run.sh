#!/usr/bin/env bash
# Gradescope runs this for each submission and then reads results/results.json.
set -uo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
cd "$root/source"
python="${AUTOGRADER_PYTHON:-$root/source/venv/bin/python}"
mkdir -p "$root/results"
exec "$python" -m autograder.gradescope @ASSIGNMENT@ "$root/submission" \
  "$root/results/results.json"
