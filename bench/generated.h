/* The standard as generated C, compiled by the compilers of this machine. */
#ifndef GJ_BENCH_GENERATED_H
#define GJ_BENCH_GENERATED_H
#include "compiler/compile.h"
#include "runtime/vm.h"

/* Compiles the standard by `cc` (a name on the path) and loads it; the files stand in a folder of their own below `folder` and are gone afterwards. NULL
 * when that fails: why has been printed. What was loaded stays for the process's life. */
gj_native_run *generated_load(const struct compilation *compilation, const char *cc, const char *folder);
#endif
