#!/bin/bash
# with-postgresql.sh COMMAND…: runs the command beside a PostgreSQL server of its own, reached by the variables PGHOST, PGUSER and PGDATABASE; the server and
# its data are gone afterwards. The server refuses to run as root, who therefore becomes the user postgres for it.
set -u
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$programs" ] || { echo "with-postgresql.sh: no PostgreSQL server is installed" >&2; exit 1; }
folder=$(mktemp -d /tmp/guiju-postgresql-XXXXXX)
as_server() { if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
stop() {
	as_server "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1
	rm -rf "$folder"
}
trap stop EXIT
[ "$(id -u)" -eq 0 ] && chown postgres: "$folder"
cd "$folder" || exit 1
as_server "$programs/initdb" -D "$folder/data" -U guiju -A trust -E UTF8 --no-locale --no-sync >"$folder/log" 2>&1 &&
	as_server "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/server" -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off" start >/dev/null ||
	{ cat "$folder/log" "$folder/server" >&2; exit 1; }
cd "$OLDPWD" || exit 1
chmod 755 "$folder"
PGHOST=$folder PGUSER=guiju PGDATABASE=postgres "$@"
