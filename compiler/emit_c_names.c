/* Names and texts of the author in C: members of structs, comments, strings. */
#include "emit_c_parts.h"

#include "runtime/memory.h"

#include <string.h>

/* A character's bytes and its number; an odd byte is one of its own. */
static size_t read_character(const char *text, uint32_t *character)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t length = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
	*character = length == 1 ? at[0] : at[0] & (0xFFu >> (length + 1));
	for (size_t i = 1; i < length; i++) {
		if ((at[i] & 0xC0) != 0x80)
			return *character = 0, 1;
		*character = *character << 6 | (at[i] & 0x3F);
	}
	return length;
}

/* What every C11 compiler takes and no normalisation changes. */
static bool is_letter(uint32_t character)
{
	bool latin = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
	bool han = (character >= 0x3400 && character <= 0x9FFF) || (character >= 0x20000 && character <= 0x3FFFD);
	return latin || han || (character >= '0' && character <= '9');
}

/* A name in Latin letters ends in _, so that it is never a keyword or a macro. */
const char *c_identifier(const char *text, struct gj_arena *arena)
{
	char *made = gj_arena_alloc(arena, strlen(text) + 3), *out = made;
	bool han = false;
	if (*text >= '0' && *text <= '9')
		*out++ = '_';
	while (*text) {
		uint32_t character;
		size_t length = read_character(text, &character);
		if (is_letter(character)) {
			memcpy(out, text, length);
			out += length;
			han |= length > 1;
		} else if (out > made && out[-1] != '_') {
			*out++ = '_';
		}
		text += length;
	}
	while (han && out > made && out[-1] == '_')
		out--;
	if (!han)
		*out++ = '_';
	*out = '\0';
	return made;
}

const char *emit_c_prefix(const char *path, struct gj_arena *arena)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
	const char *stem = gj_arena_copy(arena, name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
	const char *made = c_identifier(stem, arena);
	size_t length = strlen(made);
	while (length && made[length - 1] == '_')
		length--;
	return length ? gj_arena_copy(arena, made, length) : "standard";
}

/* Names of one struct: open addressing by what the name is. */
struct name_set {
	struct gj_arena *arena;
	size_t size;            /* a power of two, more than twice the names */
	const char **names;
};

static uint64_t hash_name(const char *name)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
	return hash;
}

static struct name_set name_set_of(struct gj_arena *arena, size_t count)
{
	struct name_set set = { arena, 16, NULL };
	while (set.size < count * 3)
		set.size *= 2;
	set.names = gj_arena_alloc(arena, set.size * sizeof *set.names);
	return set;
}

/* False when it is there already. */
static bool enter(struct name_set *set, const char *name)
{
	size_t at = hash_name(name) & (set->size - 1);
	while (set->names[at] && strcmp(set->names[at], name) != 0)
		at = (at + 1) & (set->size - 1);
	if (set->names[at])
		return false;
	set->names[at] = name;
	return true;
}

/* The name itself, or where that is taken with the number of what it names, which no other has. */
static const char *unique(struct name_set *set, const char *name, size_t number)
{
	const char *made = name;
	while (!enter(set, made))
		made = gj_arena_print(set->arena, "%s_%zu", made, number);
	return made;
}

static void name_columns(struct emission *emission)
{
	const struct gj_program *program = emission->program;
	struct name_set set = name_set_of(emission->arena, program->column_count + 1);
	emission->column_names = gj_arena_alloc(emission->arena, (program->column_count + 1) * sizeof *emission->column_names);
	for (size_t i = 0; i < program->field_count; i++) {
		const struct gj_field *field = &program->fields[i];
		if (field->column != GJ_NONE)
			emission->column_names[field->column] = unique(&set, c_identifier(field->name, emission->arena), i);
	}
	for (size_t i = 0; i < program->field_count; i++) {
		const struct gj_field *field = &program->fields[i];
		if (field->state_column != GJ_NONE)
			emission->column_names[field->state_column] =
				unique(&set, gj_arena_print(emission->arena, "%s_状态", c_identifier(field->name, emission->arena)), i);
	}
	for (size_t i = 0; i < program->column_count; i++)
		if (!emission->column_names[i])
			emission->column_names[i] = unique(&set, gj_arena_print(emission->arena, "列_%zu", i), i);
}

const char *c_part_word(enum gj_part part)
{
	static const char *const words[] = { [GJ_PART_STANDARD] = "标准", [GJ_PART_PROJECT] = "项目", [GJ_PART_ITEM] = "指标", [GJ_PART_POINT] = "要点",
		[GJ_PART_SERIES] = "以下各条", [GJ_PART_CLAUSE] = "条款", [GJ_PART_BONUS] = "加分项", [GJ_PART_PENALTY] = "减分项", [GJ_PART_VETOES] = "否决项",
		[GJ_PART_VETO] = "否决", [GJ_PART_GRADES] = "等次", [GJ_PART_SELECTION] = "评选", [GJ_PART_VOID] = "不得分", [GJ_PART_OUTCOME] = "等次规则",
		[GJ_PART_WAIVER] = "不适用" };
	return (size_t)part < sizeof words / sizeof *words && words[part] ? words[part] : "部分";
}

/* The first name given to a slot stays. */
static void name_slot(struct emission *emission, int slot, const char *name, const char *note)
{
	if (slot == GJ_NONE || emission->slot_names[slot])
		return;
	emission->slot_names[slot] = name;
	emission->slot_notes[slot] = note;
}

static void name_fixed(struct emission *emission)
{
	const struct gj_program *program = emission->program;
	name_slot(emission, program->bonus, "加分", "");
	name_slot(emission, program->penalty, "减分", "扣去的分数，不小于 0");
	name_slot(emission, program->total, "总分", "");
	name_slot(emission, program->vetoed, "否决", "1：有否决情形");
	name_slot(emission, program->grade, "等次", "等次名称表中的序号，已计否决，未经评选");
	name_slot(emission, program->band_grade, "等次_未计否决", "");
	name_slot(emission, program->total_floor, "总分_舍尾", "");
}

static void name_entry(struct emission *emission, size_t index)
{
	const struct gj_sheet_entry *entry = &emission->program->sheet[index];
	struct gj_arena *arena = emission->arena;
	const char *word = c_part_word(entry->part), *note = *entry->wording ? entry->wording : entry->name;
	bool named = *entry->name != '\0' && entry->part != GJ_PART_CLAUSE;
	const char *name = named ? c_identifier(entry->name, arena) : gj_arena_print(arena, "%s_%zu", word, index);
	name_slot(emission, entry->score, name, "");
	name_slot(emission, entry->inapplicable, gj_arena_print(arena, "%s_不适用", name), "1：不适用，没有得分");
	name_slot(emission, entry->earned, gj_arena_print(arena, "%s_折算前", name), "适用部分的得分");
	name_slot(emission, entry->owed, gj_arena_print(arena, "%s_适用分", name), "适用部分的满分");
	name_slot(emission, entry->scaled, gj_arena_print(arena, "%s_折算后", name), "");
	name_slot(emission, entry->incurred, gj_arena_print(arena, "%s_%zu_发生", word, index), note);
	name_slot(emission, entry->counted, gj_arena_print(arena, "%s_%zu_计入", word, index), note);
	name_slot(emission, entry->reason, gj_arena_print(arena, "%s_%zu", word, index), note);
}

static void name_selection(struct emission *emission, size_t index)
{
	const struct gj_selection *selection = &emission->program->selections[index];
	struct gj_arena *arena = emission->arena;
	name_slot(emission, selection->condition, gj_arena_print(arena, "评选_%zu_条件", index), selection->name);
	for (size_t i = 0; i < selection->key_count; i++) {
		const struct gj_rank_key *key = &selection->keys[i];
		name_slot(emission, key->slot, gj_arena_print(arena, "评选_%zu_排序_%zu", index, i), key->name);
		name_slot(emission, key->divisor, gj_arena_print(arena, "评选_%zu_排序_%zu_分母", index, i), key->name);
	}
	for (size_t i = 0; i < selection->stretch_count; i++)
		name_slot(emission, selection->stretches[i].condition, gj_arena_print(arena, "评选_%zu_第%zu段_条件", index, i + 1),
			gj_program_grade(emission->program, selection->stretches[i].grade)->name);
}

static void name_grouping(struct emission *emission, size_t index)
{
	const struct gj_grouping *grouping = &emission->program->groupings[index];
	for (size_t i = 0; i < grouping->key_count; i++)
		name_slot(emission, grouping->keys[i].slot, gj_arena_print(emission->arena, "分组_%zu_%zu", index, i), grouping->keys[i].name);
}

static void name_slots(struct emission *emission)
{
	const struct gj_program *program = emission->program;
	struct gj_arena *arena = emission->arena;
	emission->slot_names = gj_arena_alloc(arena, (program->slot_count + 1) * sizeof *emission->slot_names);
	emission->slot_notes = gj_arena_alloc(arena, (program->slot_count + 1) * sizeof *emission->slot_notes);
	name_fixed(emission);
	for (size_t i = 0; i < program->sheet_count; i++)
		name_entry(emission, i);
	for (size_t i = 0; i < program->check_count; i++)
		name_slot(emission, program->checks[i].slot, gj_arena_print(arena, "校验_%zu", i), program->checks[i].text);
	for (size_t i = 0; i < program->selection_count; i++)
		name_selection(emission, i);
	for (size_t i = 0; i < program->grouping_count; i++)
		name_grouping(emission, i);
	for (size_t i = 0; i < program->branch_count; i++)
		name_slot(emission, program->branches[i].slot, gj_arena_print(arena, "情形_%zu", i), program->branches[i].label);
	for (size_t slot = 0; slot < program->slot_count; slot++) {
		int flag = gj_program_rounded(program, (int)slot);
		if (flag != GJ_NONE && emission->slot_names[slot])
			name_slot(emission, flag, gj_arena_print(arena, "%s_经舍入", emission->slot_names[slot]), "1：数值是舍入后的");
	}
	struct name_set set = name_set_of(arena, program->slot_count + 1);
	for (size_t slot = 0; slot < program->slot_count; slot++) {
		name_slot(emission, (int)slot, gj_arena_print(arena, "值_%zu", slot), "");
		emission->slot_names[slot] = unique(&set, emission->slot_names[slot], slot);
	}
}

void c_name_members(struct emission *emission)
{
	name_columns(emission);
	name_slots(emission);
}

/* Marks that turn text round, or that nobody sees. */
static bool is_hidden(uint32_t character)
{
	return (character >= 0x200B && character <= 0x200F) || (character >= 0x2028 && character <= 0x202E) || (character >= 0x2060 && character <= 0x206F)
		|| character == 0xFEFF || character == 0x061C;
}

void c_comment_text(FILE *out, const char *text, size_t length)
{
	char last = ' ';
	for (size_t at = 0; at < length && text[at];) {
		uint32_t character;
		size_t bytes = read_character(text + at, &character);
		bool blank = character <= ' ' || character == 0x7F, joins = (last == '*' && text[at] == '/') || (last == '/' && text[at] == '*')
			|| (last == '?' && text[at] == '?');
		if ((blank && last != ' ') || joins)
			fputc(' ', out);
		if (!blank && !is_hidden(character))
			fwrite(text + at, 1, bytes, out);
		last = blank ? ' ' : text[at];
		at += bytes;
	}
}

void c_string(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++) {
		if (strchr("\"\\?", *text))
			fputc('\\', out);
		if ((unsigned char)*text < ' ')
			fprintf(out, "\\%03o", (unsigned char)*text);
		else
			fputc(*text, out);
	}
	fputc('"', out);
}
