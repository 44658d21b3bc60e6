#include "system_error.h"

#include <errno.h>
#include <stdio.h>

const char *gj_errno_argument(char out[GJ_ERRNO_BYTES], int error)
{
	snprintf(out, GJ_ERRNO_BYTES, "%d", error);
	return out;
}

const char *gj_system_error(int error, enum gj_language language)
{
	static const struct { int error; const char *text[2]; } rows[] = {
#define SYSTEM_ERROR(error, zh, en) {error, {zh, en}},
#include "system_errors.def"
#undef SYSTEM_ERROR
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].error == error)
			return rows[i].text[language];
	return language == GJ_CHINESE ? "系统拒绝了这个操作" : "the system refused";
}
