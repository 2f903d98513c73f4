#!/bin/sh
# Installs Debian's PostgreSQL, with sudo where this is not root; nothing of it is started.
set -eu
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
$as_root mkdir -p /etc/postgresql-common/createcluster.d
echo "create_main_cluster = false" | $as_root tee /etc/postgresql-common/createcluster.d/none.conf >/dev/null
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql
