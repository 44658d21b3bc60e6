/* Standard input kept in a file without a name, so that it can be read more than once. */
#ifndef GJ_SPOOL_H
#define GJ_SPOOL_H

enum { GJ_SPOOL_PATH = 32 };

struct gj_spool {
	int file;               /* -1: none */
	char path[GJ_SPOOL_PATH];
};

/* A file without a name, to be read and written; gone when it is closed. 0, or errno, *file then being -1 or as it was. */
int gj_spool_open(int *file);

/* Copies standard input to its end. 0, or errno; gj_spool_end in every case. The file is gone with the process, however that ends. */
int gj_spool_stdin(struct gj_spool *spool);
void gj_spool_end(struct gj_spool *spool);
#endif
