#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int gj_spool_open(int *file)
{
	const char *folder = getenv("TMPDIR");
	char name[PATH_MAX];
	int length = snprintf(name, sizeof name, "%s/guiju-XXXXXX", folder && *folder ? folder : "/tmp");
	if (length < 0 || (size_t)length >= sizeof name)
		return ENAMETOOLONG;
	*file = mkostemp(name, O_CLOEXEC);
	if (*file < 0)
		return errno;
	unlink(name);
	return 0;
}

static int write_all(int file, const char *bytes, ssize_t size)
{
	while (size > 0) {
		ssize_t written = write(file, bytes, (size_t)size);
		if (written < 0 && errno != EINTR)
			return errno;
		bytes += written > 0 ? written : 0;
		size -= written > 0 ? written : 0;
	}
	return 0;
}

int gj_spool_stdin(struct gj_spool *spool)
{
	enum { PIECE = 256 * 1024 };
	int error = gj_spool_open(&spool->file);
	if (error)
		return error;
	snprintf(spool->path, sizeof spool->path, "/dev/fd/%d", spool->file);
	char *piece = malloc(PIECE);
	error = piece ? 0 : ENOMEM;
	for (ssize_t got = 1; !error && got;) {
		got = read(STDIN_FILENO, piece, PIECE);
		if (got < 0 && errno != EINTR)
			error = errno;
		else
			error = write_all(spool->file, piece, got);
	}
	free(piece);
	return error;
}

void gj_spool_end(struct gj_spool *spool)
{
	if (spool->file >= 0)
		close(spool->file);
	spool->file = -1;
}
