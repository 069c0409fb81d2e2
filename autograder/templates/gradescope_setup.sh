#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image of the autograder.
set -euo pipefail
cd "${AUTOGRADER_ROOT:-/autograder}/source"
apt-get update -qq
apt-get install -y -qq python3 python3-venv bubblewrap
python3 -m venv venv
venv/bin/pip install --quiet --requirement requirements.txt
venv/bin/pip install --quiet --no-deps --editable .
# The solution and the hidden tests are root's alone; notebooks run as another user.
chmod 700 .
