/* Any bytes as a table under a fixed program: headings and rows, or rows under the right headings when the first byte is even. Every version of the reader must
 * put the same rows aside. */
#include "tests/unit/data_table.h"

#include <sys/mman.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	char path[64], *said = NULL;
	int file = memfd_create("table", 0);
	bool headed = data[0] % 2 == 0;
	if (file < 0 || (headed && write(file, HEADING, strlen(HEADING)) < 0) || write(file, data + 1, size - 1) < 0)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	for (size_t i = 0; gj_csv_scan_version(i); i++) {
		char *other = test_read_path(path, i);
		if (said && strcmp(said, other))
			abort();
		free(said);
		said = other;
	}
	free(said);
	close(file);
	return 0;
}
