#!/bin/sh
# install.sh PROGRAM LIBRARIES DESTDIR PREFIX VERSION: puts everything where the ecosystem looks for it.
set -eu
program=$1 libraries=$2 root=$3$4 prefix=$4 version=$5
install -Dm755 "$program" "$root/bin/guiju"
install -Dm644 runtime/guiju.h "$root/include/guiju.h"
install -Dm644 "$libraries/libguiju.a" "$root/lib/libguiju.a"
install -Dm755 "$libraries/libguiju.so.0" "$root/lib/libguiju.so.0"
ln -sf libguiju.so.0 "$root/lib/libguiju.so"
mkdir -p "$root/lib/pkgconfig"
cat >"$root/lib/pkgconfig/guiju.pc" <<END
prefix=$prefix
Name: guiju
Description: Evaluates and explains compiled scoring standards
Version: $version
Cflags: -I\${prefix}/include
Libs: -L\${prefix}/lib -lguiju
Libs.private: -lsqlite3 -pthread
END
install -Dm644 docs/guiju.1 "$root/share/man/man1/guiju.1"
install -Dm644 tools/completion.bash "$root/share/bash-completion/completions/guiju"
install -Dm644 tools/completion.zsh "$root/share/zsh/site-functions/_guiju"
install -Dm644 tools/completion.fish "$root/share/fish/vendor_completions.d/guiju.fish"
