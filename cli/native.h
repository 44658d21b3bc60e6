/* guiju run --native: the standard compiled for this machine, in place of the virtual machine. */
#ifndef GJ_NATIVE_H
#define GJ_NATIVE_H
#include "cli.h"
#include "runtime/vm.h"

struct native {
	void *library;
	gj_native_run *run; /* NULL: the virtual machine is to be used */
};

/* Compiles the standard, or finds it compiled, and loads it. What stands in the way is printed, and `run` is NULL: the results are the same. */
void native_load(const struct cli *cli, const struct cli_program *loaded, struct native *native);
void native_unload(struct native *native);
#endif
