#include "data_table.h"

#define PLAIN ",甲支部,20,是,0,95.20,85.5,效果好,839.00\n"
#define SAYS  "|甲支部|20,1,0,9520,855,0,0,83900\n"

static void plain_rows(void **state)
{
	(void)state;
	expect_table(HEADING "A1" PLAIN "A2" PLAIN, "2:A1" SAYS "3:A2" SAYS);
	expect_table("\xEF\xBB\xBF" HEADING "A1" PLAIN, "2:A1" SAYS);
	expect_table(HEADING "A1,甲支部,20,是,0,95.20,85.5,效果好,839.00", "2:A1" SAYS);
	expect_table(HEADING "A1,甲,5,否,,100,,没有,0\n", "2:A1|甲|5,0,7,10000,-50,1,2,0\n");
}

static void line_ends(void **state)
{
	(void)state;
	expect_table("编号,名称,党员数,覆盖,缺次,满意率,成绩,载体,经费\r\nA1,甲支部,20,是,0,95.20,85.5,效果好,839.00\r\nA2,甲支部,20,是,0,95.20,85.5,"
		     "效果好,839.00\r\n",
		"2:A1" SAYS "3:A2" SAYS);
	expect_table("编号,名称,党员数,覆盖,缺次,满意率,成绩,载体,经费\rA1,甲支部,20,是,0,95.20,85.5,效果好,839.00\rA2,甲支部,20,是,0,95.20,85.5,"
		     "效果好,839.00",
		"2:A1" SAYS "3:A2" SAYS);
	expect_table("\n\n" HEADING "\n \nA1" PLAIN ",,,,,,,,\nA2" PLAIN "\n\n", "6:A1" SAYS "8:A2" SAYS);
}

static void delimiters_and_order(void **state)
{
	(void)state;
	expect_table("经费;载体;成绩;满意率;缺次;覆盖;党员数;名称;编号\n839;效果好;85.5;95.2;0;是;20;甲支部;A1\n", "2:A1" SAYS);
	expect_table("经费\t载体\t成绩\t满意率\t缺次\t覆盖\t党员数\t名称\t编号\n839\t效果好\t85.5\t95.2\t0\t是\t20\t甲支部\tA1\n", "2:A1" SAYS);
	expect_table("sep=;\n经费;载体;成绩;满意率;缺次;覆盖;党员数;名称;编号\n839;效果好;85.5;95.2;0;是;20;甲支部;A1\n", "3:A1" SAYS);
	expect_table(" 编 号 ,名称,ＭＥＭＢＥＲＳ,覆盖,缺次,满意率（%）,成绩,\"载体\",经费,,\nA1,甲支部,20,是,0,95.20,85.5,效果好,839.00,,\n",
		"GJ4105 1 ＭＥＭＢＥＲＳ 3\nGJ4103 1 1 党员数\n");
	expect_table(
		"编号,名称,ｍｅｍｂｅｒｓ,覆盖,缺次,满意率（%）,成绩,\"载体\",经费,,\nA1,甲支部,20,是,0,95.20,85.5,效果好,839.00,,\n", "2:A1" SAYS);
}

static void quotes(void **state)
{
	(void)state;
	expect_table(HEADING "A1,\"甲\"\"乙\"\",丙\",\"1,234\",\"是\", 0 ,\"95.20\",85.5,\"效果好\",\"10,000,839.00\"\n",
		"2:A1|甲\"乙\",丙|1234,1,0,9520,855,0,0,1000083900\n");
	expect_table(HEADING "A1,\"甲\n乙\",20,是,0,95.20,85.5,效果好,839.00\nA2" PLAIN, "2:A1|甲\n乙|20,1,0,9520,855,0,0,83900\n4:A2" SAYS);
	expect_table(HEADING "A1,5\" 管,20,是,0,95.20,85.5,效果好,839.00\n", "2:A1|5\" 管|20,1,0,9520,855,0,0,83900\n");
	expect_table(HEADING "A1,\"甲,20,是,0,95.20,85.5,效果好,839.00\nA2" PLAIN "A3,\"丙\",20,是,0,95.20,85.5,效果好,839.00\n",
		"3:A2" SAYS "4:A3|丙|20,1,0,9520,855,0,0,83900\n2 GJ4022 A1 - [] 2 2\n");
	expect_table(HEADING "A1,\"甲,20,是,0,95.20,85.5,效果好,839.00\nA2" PLAIN, "3:A2" SAYS "2 GJ4022 A1 - [] 2 2\n");
	expect_table(HEADING "A1,\"甲\"乙,20,是,0,95.20,85.5,效果好,839.00\nA2" PLAIN, "3:A2" SAYS "2 GJ4023 A1 - [] 2\n");
}

static void wrong_counts(void **state)
{
	(void)state;
	expect_table(HEADING "A1,甲,20\nA2" PLAIN "A3,甲,乙,20,是,0,95.20,85.5,效果好,839.00\nA4\n",
		"3:A2" SAYS "2 GJ4020 A1 - [] 3 9 覆盖\n4 GJ4021 A3 - [] 10 9\n5 GJ4020 A4 - [] 1 9 名称\n");
}

static void wrong_cells(void **state)
{
	(void)state;
	expect_table(HEADING "A1,甲,0,基本是,101,100.01,85.25,效果好的,-1\n",
		"2 GJ4005 A1 党员数 [0] 党员数 0 1 10000\n2 GJ4002 A1 覆盖 [基本是] 覆盖 基本是\n2 GJ4005 A1 缺次 [101] 缺次 101 0 100\n"
		"2 GJ4005 A1 满意率 [100.01] 满意率 100.01 0 100\n2 GJ4004 A1 成绩 [85.25] 成绩 85.25 1\n"
		"2 GJ4007 A1 载体 [效果好的] 载体 效果好的 效果好、效果不好、没有 效果好\n2 GJ4005 A1 经费 [-1] 经费 -1 0 100000000\n");
	expect_table(HEADING ",甲,20,是,0,95.20,85.5,效果好,839.00\n", "2 GJ4001  编号 [] 编号 \n");
	expect_table(HEADING "A1,\x01,20,是,0,95.20,85.5,效果好,839.00\n", "2 GJ4014 A1 名称 [ ] 名称  \n");
	expect_table(HEADING "A1,\xC0\xAF,20,是,0,95.20,85.5,效果好,839.00\nA2,\xED\xA0\x80甲,20,是,0,95.20,85.5,效果好,839.00\nA3,甲\xE4\xB8,20,是,"
			     "0,95.20,85.5,效果好,839.00\n",
		"2 GJ4015 A1 - [] UTF-8\n3 GJ4015 A2 - [] UTF-8\n4 GJ4015 A3 - [] UTF-8\n");
	const char nul[] = HEADING "A1,\0,20,是,0,95.20,85.5,效果好,839.00\nA2" PLAIN;
	char *said = test_read(nul, sizeof nul - 1);
	assert_string_equal(said, "3:A2" SAYS "2 GJ4016 A1 - [] UTF-8\n");
	free(said);
	const char after[] = HEADING "A1,甲,20,是\0\0,0,95.20,85.5,效果好,839.00\nA2" PLAIN;
	said = test_read(after, sizeof after - 1);
	assert_string_equal(said, "3:A2" SAYS "2 GJ4016 A1 - [] UTF-8\n");
	free(said);
}

static void headings(void **state)
{
	(void)state;
	expect_table("", "GJ4101 0 \n");
	expect_table(" \n\n", "GJ4101 0 \n");
	expect_table(HEADING, "GJ4107 0 \n");
	expect_table("A1,甲支部,20\n", "GJ4102 1\n");
	expect_table("编号,名称,党员数,党员数,覆盖,缺次,满意率,成绩,载体,经费\n", "GJ4104 1 党员数 3 4\n");
	expect_table("编号,名称,党员,覆盖,备注说明文字,满意率,成绩,\n",
		"GJ4106 1 党员 3 党员数\nGJ4105 1 备注说明文字 5\nGJ4103 1 4 党员数、缺次、载体、经费\n");
	expect_table("编号,\"名称\n", "GJ4114 1 2\n");
	expect_table("PK\x03\x04 rubbish", "GJ4110 0  xlsx\n");
}

static void doubled_keys(void **state)
{
	(void)state;
	expect_table(HEADING "A1" PLAIN "A2" PLAIN "A1" PLAIN "a long key of more than fifteen bytes" PLAIN
			     "a long key of more than fifteen bytes" PLAIN,
		"2:A1" SAYS "3:A2" SAYS "5:a long key of more than fifteen bytes" SAYS "4 GJ4030 A1 编号 [A1] 编号 A1 2\n"
		"6 GJ4030 a long key of more than fifteen bytes 编号 [a long key of more than fifteen bytes] 编号 a long key of more than fifteen bytes 5\n");
}

static void fractions(void **state)
{
	(void)state;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	fputs(HEADING, out);
	for (int i = 0; i < 9; i++)
		fprintf(out, "A%d,甲支部,20,是,0,0.9%d,85.5,效果好,839.00\n", i, i);
	fclose(out);
	char *said = test_read(text, size);
	assert_non_null(strstr(said, "GJ4113 0 满意率\n"));
	free(said);
	free(text);
}

/* A line of many megabytes costs its row and no memory; what follows is read. */
static void endless_line(void **state)
{
	(void)state;
	size_t long_bytes = 5 * 1024 * 1024, size;
	char *text = NULL, *filler = malloc(long_bytes);
	FILE *out = open_memstream(&text, &size);
	memset(filler, 'x', long_bytes);
	fputs(HEADING "A1" PLAIN, out);
	fwrite(filler, 1, long_bytes, out);
	fputs("\nA2" PLAIN "\"", out);
	fwrite(filler, 1, long_bytes, out);
	fputs("\nA3" PLAIN, out);
	fclose(out);
	char *said = test_read(text, size);
	assert_string_equal(said, "2:A1" SAYS "3 GJ4024  - [] 262144\n4:A2" SAYS "5 GJ4024  - [] 262144\n6:A3" SAYS);
	free(said);
	free(text);
	free(filler);
}

/* Many rows, each odd in its own way, over several chunks: every version of the reader must agree, and the rows stand in order. */
static void odd_rows(void **state)
{
	(void)state;
	static const char *const cells[][6] = {
		{ "甲支部", "", "\"甲,乙\"", "电力公司检修工区第一联合党支部委员会与物业管理中心第二党支部", "é", "　甲　" },
		{ "20", "5", "300", "１２", "\"1,000\"", "x" },
		{ "是", "否", "1", "√", "true", "不" },
		{ "0", "3", "12", "", "100", "101" },
		{ "95.20", "100.00", "8", "80%", "80.00%", "80.001" },
		{ "85.5", "", "90", "-5", "-5.1", "未填" },
		{ "效果好", "没有", "效果不好", "效果", "待核", "/" },
		{ "839.00", "12345.6", "0", "100000000", "1E+05", "2018/6/1" },
	};
	char *text = NULL;
	size_t size;
	uint64_t seed = 1;
	FILE *out = open_memstream(&text, &size);
	fputs(HEADING, out);
	for (int row = 0; row < 20000; row++) {
		fprintf(out, "K%05d", row);
		for (int i = 0; i < 8; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			fprintf(out, ",%s", cells[i][seed >> 33 & 7 ? 0 : (seed >> 40) % 6]);
		}
		fputs(row % 7 ? "\n" : "\r\n", out);
	}
	fclose(out);
	char *said = test_read(text, size);
	assert_non_null(strstr(said, "\n20001:K19999"));
	free(said);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_rows),
		cmocka_unit_test(line_ends),
		cmocka_unit_test(delimiters_and_order),
		cmocka_unit_test(quotes),
		cmocka_unit_test(wrong_counts),
		cmocka_unit_test(wrong_cells),
		cmocka_unit_test(headings),
		cmocka_unit_test(doubled_keys),
		cmocka_unit_test(fractions),
		cmocka_unit_test(endless_line),
		cmocka_unit_test(odd_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
