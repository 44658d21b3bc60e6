/* Tables and ledgers for the rule files of this folder, and what they come to: the same for the same seed, everywhere. */
#ifndef GJ_BENCH_LEDGER_FILES_H
#define GJ_BENCH_LEDGER_FILES_H
#include <stdbool.h>
#include <stdint.h>

enum { LEDGER_ROWS = 50, LEDGER_MEMBERS = 5 /* of a unit */ };

/* In what order rows stand. */
enum ledger_order { ORDER_UNITS, ORDER_NONE };

/* The points of one unit. */
typedef void ledger_points(uint64_t seed, uint64_t unit, int points[2]);

/* Each returns 0, or an errno value. A unit has LEDGER_ROWS rows; there are fewer than 10^7 units. */
int write_units(const char *path, uint64_t units);
int write_meetings(const char *path, uint64_t units, uint64_t seed, enum ledger_order order);
int write_members(const char *path, uint64_t units);
int write_fees(const char *path, uint64_t units, uint64_t seed, enum ledger_order order);

/* 三会一课 and 到会 under meetings.gj, 党费收缴 under fees.gj, worked out from the same rows with no table and no program. */
ledger_points meeting_points, fee_points;
#endif
