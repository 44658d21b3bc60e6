/* Whose fields names stand for: the table's, or one ledger's. */
#include "check.h"

struct ledger_scope ledger_enter(struct checker *checker, int index)
{
	struct ledger_scope outer = {checker->model, checker->values};
	checker->table_values = checker->values;
	checker->ledger = &outer.model->ledgers[index];
	checker->model = checker->ledger->rows;
	checker->values = checker->ledger_values[index];
	return outer;
}

void ledger_leave(struct checker *checker, int index, const struct ledger_scope *outer)
{
	checker->ledger_values[index] = checker->values;
	checker->ledger = NULL;
	checker->model = outer->model;
	checker->values = outer->values;
}
