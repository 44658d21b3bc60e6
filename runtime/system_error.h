/* The system's errors in words. */
#ifndef GJ_SYSTEM_ERROR_H
#define GJ_SYSTEM_ERROR_H
#include "message.h"

enum { GJ_ERRNO_BYTES = 12 };

/* `error` (an errno) in decimals: the argument that a message's {1zh} and {1en} say in words. Returns `out`. */
const char *gj_errno_argument(char out[GJ_ERRNO_BYTES], int error);

/* Why, in a few words without a full stop; one clause for every error that has no words of its own. */
const char *gj_system_error(int error, enum gj_language language);
#endif
