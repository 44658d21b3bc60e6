/* Explains one unit of a table and its ledgers, with the rows of the ledgers that its points were worked out from:
 *   cc explain_ledgers.c $(pkg-config --cflags --libs guiju) -o explain && ./explain standard.gjc data.csv KEY LEDGER.csv…
 * The ledgers are given in the order in which the standard has them. */
#include <guiju.h>

int main(int count, char **arguments)
{
	if (count < 4) {
		fprintf(stderr, "usage: %s IMAGE DATA KEY [LEDGER…]\n", arguments[0]);
		return (int)GJ_STATUS_USAGE;
	}
	struct gj_error error = {GJ_STATUS_GOOD, "", ""};
	struct gj_standard *standard = gj_standard_open(arguments[1], GJ_IN_CHINESE, &error);
	if (standard)
		gj_standard_explain(standard, arguments[2], (const char *const *)(arguments + 4), arguments[3], GJ_IN_CHINESE, stdout, &error);
	gj_standard_close(standard);
	if (error.status != GJ_STATUS_GOOD)
		fprintf(stderr, "%s %s\n", error.code, error.text);
	return (int)error.status;
}
