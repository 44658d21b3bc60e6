#!/bin/sh
# Installs the Debian packages that are missing for a purpose: build, test, engines or all. Says nothing when none is.
set -eu
build='gcc libc6-dev make flex bison pkg-config libcjson-dev libsqlite3-dev libpq-dev'
test="$build libcmocka-dev libgmp-dev python3 python3-venv sqlite3 postgresql clang"
all="$test clang-format libclang-rt-14-dev gcovr binutils"

engines='python3 python3-venv'
command -v java >/dev/null || engines="$engines openjdk-17-jre-headless" # for Spark: any Java from 17 on

case ${1:-all} in
build) wanted=$build ;;
test) wanted=$test ;;
engines) wanted=$engines ;;
*) wanted=$all ;;
esac

command -v dpkg-query >/dev/null || exit 0 # not Debian: the compiler will say what it misses
missing=
for package in $wanted; do
	dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

root=
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null || { echo "Please install, as root:$missing" >&2; exit 1; }
	root=sudo
fi
echo "Installing:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { $root apt-get update -qq && $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
	cat "$log" >&2
	exit 1
fi
