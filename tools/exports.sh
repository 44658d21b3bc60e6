#!/bin/sh
# The linker's list of what the shared library shows: the functions that the public header declares, and nothing else.
echo '{ global:'
sed -n 's/^[a-z].*[ *]\(gj_[a-z0-9_]*\)(.*/\t\1;/p' "$1"
echo 'local: *; };'
