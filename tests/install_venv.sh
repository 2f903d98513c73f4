#!/bin/sh
# A fresh Debian has Python without venv: installs it, then makes the environment. Usage: install_venv.sh PYTHON FOLDER
set -eu
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
rm -rf "$2"
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv
"$1" -m venv "$2"
