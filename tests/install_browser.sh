#!/bin/sh
# Installs Debian's chromium without windows, with sudo where this is not root; where it cannot be had, a chromium that is there will do.
set -eu
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
install() {
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        chromium-headless-shell fonts-liberation
}
install || command -v chromium >/dev/null
