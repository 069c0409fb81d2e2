#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image of the autograder.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
cd "$root/source"
apt-get update -qq
apt-get install -y -qq bubblewrap
# The newest Python of this system that TensorFlow has a package for.
for version in 3.12 3.11; do
  apt-get install -y -qq "python$version" "python$version-venv" && break
done
# Beside the source, so that the user whom notebooks run as can read it.
"python$version" -m venv "$root/venv"
"$root/venv/bin/pip" install --quiet --requirement requirements.txt
# Find out once, and keep, which tests can be judged in a process of their own.
"$root/venv/bin/python" -m autograder check @ASSIGNMENT@ --unsafe-no-sandbox || true
# The solution and the hidden tests are root's alone; notebooks run as another user.
chmod 700 "$root/source"
