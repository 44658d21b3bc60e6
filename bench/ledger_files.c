#include "ledger_files.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

/* A number that is as good as random for each place. */
static uint64_t mixed(uint64_t seed, uint64_t place)
{
	uint64_t z = seed + (place + 1) * 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static unsigned take(uint64_t *from, unsigned limit)
{
	unsigned taken = (unsigned)(*from % limit);
	*from /= limit;
	return taken;
}

enum kind { ALL_MEMBERS, COMMITTEE, LESSON, KINDS };

struct meeting {
	unsigned month, day, due, present;
	enum kind kind;
};

static struct meeting meeting_at(uint64_t seed, uint64_t row)
{
	uint64_t from = mixed(seed, row);
	struct meeting meeting = { .month = 1 + take(&from, 12), .day = 1 + take(&from, 28), .kind = take(&from, KINDS), .due = 3 + take(&from, 60) };
	meeting.present = meeting.due - (take(&from, 10) ? take(&from, meeting.due / 8 + 1) : take(&from, meeting.due));
	return meeting;
}

struct fee {
	unsigned member, month, cents;
};

static struct fee fee_at(uint64_t seed, uint64_t row)
{
	uint64_t from = mixed(seed, row);
	return (struct fee){ .member = (unsigned)(row / LEDGER_ROWS) * LEDGER_MEMBERS + take(&from, LEDGER_MEMBERS), .month = 1 + take(&from, 12),
		.cents = take(&from, 50) ? 10 + take(&from, 20000) : 0 };
}

void meeting_points(uint64_t seed, uint64_t unit, int points[2])
{
	unsigned months = 0, lessons = 0, present = 0, members = 1 + (unsigned)(unit % 200);
	int low = 0;
	for (uint64_t row = unit * LEDGER_ROWS; row < (unit + 1) * LEDGER_ROWS; row++) {
		struct meeting meeting = meeting_at(seed, row);
		months |= meeting.kind == COMMITTEE ? 1u << meeting.month : 0;
		lessons += meeting.kind == LESSON;
		low += meeting.present * 100 < meeting.due * 80;
		present += meeting.present;
	}
	int fewer = lessons < 18 ? 18 - (int)lessons : 0;
	points[0] = 8 - (__builtin_popcount(months) < 10 ? 4 : 0) - fewer;
	points[1] = 8 - low - (present < members * 10 ? 2 : 0);
}

void fee_points(uint64_t seed, uint64_t unit, int points[2])
{
	unsigned months[LEDGER_MEMBERS] = { 0 };
	for (uint64_t row = unit * LEDGER_ROWS; row < (unit + 1) * LEDGER_ROWS; row++) {
		struct fee fee = fee_at(seed, row);
		months[fee.member % LEDGER_MEMBERS] |= fee.cents ? 1u << fee.month : 0;
	}
	points[0] = 10;
	for (size_t i = 0; i < LEDGER_MEMBERS; i++)
		points[0] -= __builtin_popcount(months[i]) < 8 ? 2 : 0;
}

/* --- Files --- */

static int close_file(FILE *file)
{
	int failed = ferror(file) ? EIO : 0;
	return fclose(file) && !failed ? errno : failed;
}

int write_units(const char *path, uint64_t units)
{
	FILE *file = fopen(path, "w");
	if (!file)
		return errno;
	fputs("编号,党员数\n", file);
	for (uint64_t i = 0; i < units; i++)
		fprintf(file, "ZJ%08" PRIu64 ",%u\n", i + 1, 1 + (unsigned)(i % 200));
	return close_file(file);
}

int write_members(const char *path, uint64_t units)
{
	FILE *file = fopen(path, "w");
	if (!file)
		return errno;
	fputs("党员编号,支部\n", file);
	for (uint64_t i = 0; i < units * LEDGER_MEMBERS; i++)
		fprintf(file, "DY%08" PRIu64 ",ZJ%08" PRIu64 "\n", i + 1, i / LEDGER_MEMBERS + 1);
	return close_file(file);
}

static void write_meeting(FILE *file, uint64_t seed, uint64_t row)
{
	static const char *const kinds[KINDS] = { "支部党员大会", "支委会", "党课" };
	struct meeting meeting = meeting_at(seed, row);
	fprintf(file, "ZJ%08" PRIu64 ",2018-%02u-%02u,%s,%u,%u\n", row / LEDGER_ROWS + 1, meeting.month, meeting.day, kinds[meeting.kind], meeting.due,
		meeting.present);
}

static void write_fee(FILE *file, uint64_t seed, uint64_t row)
{
	struct fee fee = fee_at(seed, row);
	fprintf(file, "DY%08u,%u,%u.%02u\n", fee.member + 1, fee.month, fee.cents / 100, fee.cents % 100);
}

/* Rows in no order: from each so many further on, in a circle; the step shares no divisor with the number of rows. */
static uint64_t step_of(enum ledger_order order, uint64_t rows)
{
	enum { PRIME = 1618033999 };
	return order == ORDER_NONE ? PRIME % rows : 1;
}

static int write_rows(const char *path, uint64_t units, uint64_t seed, enum ledger_order order, const char *heading,
	void (*write)(FILE *file, uint64_t seed, uint64_t row))
{
	FILE *file = fopen(path, "w");
	if (!file)
		return errno;
	uint64_t rows = units * LEDGER_ROWS, step = step_of(order, rows), row = 0;
	fputs(heading, file);
	for (uint64_t i = 0; i < rows && !ferror(file); i++) {
		write(file, seed, row);
		row = (row + step) % rows;
	}
	return close_file(file);
}

int write_meetings(const char *path, uint64_t units, uint64_t seed, enum ledger_order order)
{
	return write_rows(path, units, seed, order, "支部,日期,种类,应到,实到\n", write_meeting);
}

int write_fees(const char *path, uint64_t units, uint64_t seed, enum ledger_order order)
{
	return write_rows(path, units, seed, order, "党员,月份,金额\n", write_fee);
}
