/* The VM at a chosen level of vector instructions, for the tests that hold every level to the same bytes. */
#ifndef GJ_VM_LEVEL_H
#define GJ_VM_LEVEL_H
#include "runtime/kernels.h"
#include "runtime/vm.h"

/* gj_vm_new with the kernels of `level`; the portable ones where the build hasn't that level. The processor must have it. */
struct gj_vm *gj_vm_new_with(const struct gj_program *program, const struct gj_code *code, enum gj_level level);
#endif
