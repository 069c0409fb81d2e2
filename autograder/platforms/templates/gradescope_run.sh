#!/usr/bin/env bash
# Gradescope runs this for each submission and then reads results/results.json.
set -uo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
cd "$root/source"
mkdir -p "$root/results"
exec "${AUTOGRADER_PYTHON:-$root/venv/bin/python}" -m autograder.platforms.gradescope \
  @ASSIGNMENT@ "$root/submission" "$root/results/results.json" --in-container \
  --metadata "$root/submission_metadata.json"
