#include "rejects_path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *gj_rejects_path(const char *results)
{
	static const char ending[] = ".rejects.csv";
	size_t length = strlen(results);
	char *path = malloc(length + sizeof ending);
	if (!path)
		return NULL;
	if (length > 4 && strcmp(results + length - 4, ".csv") == 0)
		length -= 4;
	memcpy(path, results, length);
	memcpy(path + length, ending, sizeof ending);
	return path;
}

bool gj_rejects_left(const char *rejects)
{
	FILE *file = fopen(rejects, "r");
	int byte = 0;
	while (file && byte != EOF && byte != '\n')
		byte = getc(file);
	bool left = file && byte != EOF && getc(file) != EOF;
	if (file)
		fclose(file);
	return left;
}
