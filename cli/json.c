#include "json.h"

#include "runtime/decimal.h"

bool json_decimal(cJSON *object, const char *name, int64_t value, int scale)
{
	char text[GJ_DECIMAL_BYTES];
	gj_decimal(text, value, scale);
	return object && cJSON_AddRawToObject(object, name, text);
}

bool json_count(cJSON *object, const char *name, uint64_t count)
{
	return json_decimal(object, name, (int64_t)count, 0);
}

bool json_text(cJSON *object, const char *name, const char *text)
{
	return object && cJSON_AddStringToObject(object, name, text);
}

bool json_bool(cJSON *object, const char *name, bool value)
{
	return object && cJSON_AddBoolToObject(object, name, value);
}

cJSON *json_array(cJSON *object, const char *name)
{
	return object ? cJSON_AddArrayToObject(object, name) : NULL;
}

cJSON *json_object(cJSON *object, const char *name)
{
	return object ? cJSON_AddObjectToObject(object, name) : NULL;
}

cJSON *json_element(cJSON *array)
{
	cJSON *element = array ? cJSON_CreateObject() : NULL;
	if (element && !cJSON_AddItemToArray(array, element)) {
		cJSON_Delete(element);
		return NULL;
	}
	return element;
}

int json_finish(const struct cli *cli, cJSON *root, bool complete, int status)
{
	char *text = root && complete ? cJSON_PrintUnformatted(root) : NULL;
	cJSON_Delete(root);
	if (!text)
		return cli_no_memory(cli);
	fprintf(cli->out, "%s\n", text);
	cJSON_free(text);
	return status;
}
