#!/bin/sh
# Makes sure that the named Debian or Ubuntu packages are installed: `tools/system.sh libegl1 poppler-utils`.
# Exits 1 and prints the line to type when it may not install them itself. Does nothing on other systems.
set -eu

command -v dpkg-query >/dev/null || exit 0

installed() { # libraries whose time_t grew to 64 bits got a new name: libglib2.0-0 became libglib2.0-0t64
    dpkg-query -W -f '${db:Status-Status}\n' "$1" "${1}t64" 2>/dev/null | grep -qx installed
}

missing=""
for package in "$@"; do
    installed "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root="env"
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo env"
else
    echo "System packages are missing. Install them with this line, then run make again:"
    echo "  sudo apt-get update && sudo apt-get install --yes --no-install-recommends$missing"
    exit 1
fi

echo "Installing system packages:$missing"
# An index of packages may be there already; it is fetched anew only where it is missing or too old to serve.
# shellcheck disable=SC2086
install() { $as_root DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends -qq $missing </dev/null; }
install >/dev/null 2>&1 || { $as_root apt-get update -qq && install; }
