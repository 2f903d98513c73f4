#!/bin/sh
# Installs Debian's nginx and its brotli, with sudo where this is not root, and leaves its own service stopped: the dashboard starts one of its own.
set -eu
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends nginx-light libnginx-mod-http-brotli-static
