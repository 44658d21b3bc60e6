/* Data: the fields of the table, their checks, and definitions. */
%type <token> equals;
%type <node> data data_head ledger ledger_head ledger_name ledger_groups ledger_results table table_head row cell field type unit attribute texts check definition;

data
	: data_head
	| data field %prec CLOSED	{ $$ = ast_add($1, $2); }
	| data check			{ $$ = ast_add($1, $2); }
	| data error RESUME		{ $$ = $1; yyerrok; }
	;
data_head
	: DATA NAME			{ $$ = named(parsing, NODE_DATA, @$, $2); }
	| DATA TEXT			{ $$ = worded(parsing, NODE_DATA, @$, $2); }
	| DATA error RESUME		{ $$ = lone(parsing, NODE_DATA, @1); yyerrok; }
	;
ledger
	: ledger_head
	| ledger field %prec CLOSED	{ $$ = ast_add($1, $2); }
	| ledger check			{ $$ = ast_add($1, $2); }
	| ledger error RESUME		{ $$ = $1; yyerrok; }
	;
ledger_head
	: ledger_name
	| ledger_groups
	| ledger_results
	| ledger_groups WHEN expr	{ $$ = ast_add($1, ast_add(lone(parsing, NODE_ATTR_WHEN, @3), $3)); }
	| LEDGER error RESUME		{ $$ = lone(parsing, NODE_LEDGER, @1); yyerrok; }
	;
ledger_name
	: LEDGER NAME			{ $$ = named(parsing, NODE_LEDGER, @$, $2); }
	| LEDGER NAME LPAREN unit RPAREN { $$ = ast_add(named(parsing, NODE_LEDGER, @$, $2), $4); }
	| ledger_name AT_MOST NUMBER	{ $$ = ast_add($1, ast_add(lone(parsing, NODE_ATTR_ROWS, @3), number(parsing, $3))); }
	;
ledger_groups
	: ledger_name FROM NAME BY names { $$ = ast_add($1, ast_adopt(named(parsing, NODE_ATTR_GROUPS, @3, $3), $5)); }
	| ledger_groups AT_MOST NUMBER	{ $$ = ast_add($1, ast_add(lone(parsing, NODE_ATTR_ROWS, @3), number(parsing, $3))); }
	;
ledger_results
	: ledger_name FROM TEXT OF RESULTS { $$ = ast_add($1, worded(parsing, NODE_ATTR_RESULTS, @3, $3)); }
	| ledger_results AT_MOST NUMBER	{ $$ = ast_add($1, ast_add(lone(parsing, NODE_ATTR_ROWS, @3), number(parsing, $3))); }
	;
/* Where a line begins, a row of the table does. */
table
	: table_head
	| table cell %prec CLOSED	{ $$ = table_cell(parsing, $1, $2); }
	| table SEPARATOR cell %prec CLOSED { $$ = table_cell(parsing, $1, $3); }
	| table error RESUME		{ $$ = $1; yyerrok; }
	;
table_head
	: TABLE NAME			{ $$ = named(parsing, NODE_TABLE, @$, $2); }
	| TABLE NAME FILE TEXT		{ $$ = ast_add(named(parsing, NODE_TABLE, @$, $2), worded(parsing, NODE_ATTR_FILE, @4, $4)); }
	| TABLE error RESUME		{ $$ = lone(parsing, NODE_TABLE, @1); yyerrok; }
	;
row
	: cell				{ $$ = ast_add(lone(parsing, NODE_TABLE_ROW, @$), $1); }
	| row cell			{ $$ = ast_add($1, $2); }
	| row SEPARATOR cell		{ $$ = ast_add($1, $3); }
	;
cell
	: NAME				{ $$ = spoken(parsing, NODE_NAME, @$, $1); }
	| NAME LPAREN unit RPAREN	{ $$ = ast_add(spoken(parsing, NODE_NAME, @1, $1), $3); }
	| OTHERWISE			{ $$ = as_written(parsing, NODE_NAME, @$, $1); }
	| NUMBER			{ $$ = number(parsing, $1); }
	| MINUS NUMBER			{ $$ = negative(parsing, @$, $2); }
	| DATE				{ $$ = date(parsing, $1); }
	| BOOLEAN			{ $$ = boolean(parsing, $1); }
	| TEXT				{ $$ = worded(parsing, NODE_STRING, @$, $1); }
	;
field
	: NAME type			{ $$ = ast_add(named(parsing, NODE_FIELD, @$, $1), $2); }
	| field attribute		{ $$ = ast_add($1, $2); }
	| field ALIAS texts		{ $$ = ast_adopt($1, $3); }
	;
type
	: TYPE_NUMBER			{ $$ = spoken(parsing, NODE_TYPE, @$, $1); }
	| TYPE_NUMBER LPAREN unit RPAREN { $$ = ast_add(spoken(parsing, NODE_TYPE, @$, $1), $3); }
	| TYPE_PLAIN			{ $$ = spoken(parsing, NODE_TYPE, @$, $1); }
	| JUDGED			{ $$ = spoken(parsing, NODE_TYPE, @$, $1); }
	| TYPE_OPTIONS names		{ $$ = ast_adopt(spoken(parsing, NODE_TYPE, @$, $1), $2); }
	| TYPE_OPTIONS LPAREN names RPAREN { $$ = ast_adopt(spoken(parsing, NODE_TYPE, @$, $1), $3); }
	;
unit
	: NAME				{ $$ = spoken(parsing, NODE_UNIT, @$, $1); }
	| PERCENT			{ $$ = spoken(parsing, NODE_UNIT, @$, $1); }
	;
attribute
	: signed TO signed		{ $$ = ast_add(ast_add(lone(parsing, NODE_ATTR_RANGE, @$), $1), $3); }
	| DATE TO DATE			{ $$ = ast_add(ast_add(lone(parsing, NODE_ATTR_RANGE, @$), date(parsing, $1)), date(parsing, $3)); }
	| KEEP NUMBER			{ $$ = ast_add(lone(parsing, NODE_ATTR_DECIMALS, @$), number(parsing, $2)); }
	| NULLABLE			{ $$ = lone(parsing, NODE_ATTR_NULLABLE, @$); }
	| APART				{ $$ = lone(parsing, NODE_ATTR_APART, @$); }
	| INAPPLICABLE			{ $$ = lone(parsing, NODE_ATTR_INAPPLICABLE, @$); }
	| LINK NAME			{ $$ = named(parsing, NODE_ATTR_LINK, @$, $2); }
	| KEY				{ $$ = lone(parsing, NODE_ATTR_KEY, @$); }
	| DEFAULT value			{ $$ = ast_add(lone(parsing, NODE_ATTR_DEFAULT, @$), $2); }
	| TEXT				{ $$ = wording(parsing, $1); }
	;
texts
	: TEXT				{ $$ = ast_add(lone(parsing, NODE_FIELD, @$), worded(parsing, NODE_ATTR_ALIAS, @1, $1)); }
	| texts SEPARATOR TEXT		{ $$ = ast_add($1, worded(parsing, NODE_ATTR_ALIAS, @3, $3)); }
	;
check
	: CHECK expr			{ $$ = ast_add(lone(parsing, NODE_CHECK, @$), $2); }
	| CHECK expr TEXT		{ $$ = ast_add(ast_add(lone(parsing, NODE_CHECK, @$), $2), wording(parsing, $3)); }
	;
definition
	: DEFINE NAME OF NAME equals expr { $$ = ast_add(ast_add(named(parsing, NODE_DEFINITION, @$, $4), named(parsing, NODE_ATTR_LEDGER, @2, $2)), $6); }
	| DEFINE NAME equals expr	{ $$ = ast_add(named(parsing, NODE_DEFINITION, @$, $2), $4); }
	| DEFINE NAME equals expr TEXT	{ $$ = ast_add(ast_add(named(parsing, NODE_DEFINITION, @$, $2), $4), wording(parsing, $5)); }
	;
equals	: EQUALS | SAME ;
is	: %empty | EQUALS ;
