#include "spool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int open_nameless(void)
{
	char name[512];
	const char *folder = getenv("TMPDIR");
	int length = snprintf(name, sizeof name, "%s/guiju-XXXXXX", folder && *folder ? folder : "/tmp");
	if (length < 0 || (size_t)length >= sizeof name) {
		errno = ENAMETOOLONG;
		return -1;
	}
	int file = mkstemp(name);
	if (file >= 0)
		unlink(name);
	return file;
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
	spool->file = open_nameless();
	if (spool->file < 0)
		return errno;
	snprintf(spool->path, sizeof spool->path, "/dev/fd/%d", spool->file);
	char *piece = malloc(PIECE);
	int error = piece ? 0 : ENOMEM;
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
