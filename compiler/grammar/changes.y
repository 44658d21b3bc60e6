/* Changes to the standard that this one is based on. Each names a part, with what it holds now where that is written too. */
%type <node> change reference part amended table_row;
%type <node> added added_to_project added_to_item added_to_point added_to_clauses added_to_vetoes added_to_grades added_to_ledger added_to_sample added_to_table;

change
	: REMOVE reference		{ $$ = ast_add(lone(parsing, NODE_REMOVE, @$), $2); }
	| REMOVE table_row		{ $$ = ast_add(lone(parsing, NODE_REMOVE, @$), $2); }
	| REMOVE error RESUME		{ $$ = NULL; yyerrok; }
	| REPOINT part FROM points INSTEAD points
		{ $$ = ast_add(ast_add(lone(parsing, NODE_REPOINT, @$), ast_add($2, $4)), $6); }
	| REPOINT error RESUME		{ $$ = NULL; yyerrok; }
	| AMEND reference INSTEAD amended %prec CLOSED { $$ = ast_add(ast_add(lone(parsing, NODE_AMEND, @$), $2), $4); }
	| AMEND table_row INSTEAD row %prec CLOSED { $$ = ast_add(ast_add(lone(parsing, NODE_AMEND, @$), $2), $4); }
	| AMEND SAMPLE NAME WHERE givens
		{ $$ = ast_adopt(ast_add(lone(parsing, NODE_AMEND, @$), reference(parsing, NODE_SAMPLE, @2, $3)), $5); }
	| AMEND error RESUME		{ $$ = NULL; yyerrok; }
	| added %prec CLOSED
	| ADD error RESUME		{ $$ = NULL; yyerrok; }
	;
/* A row of a 参数表 as it stands. */
table_row
	: TABLE NAME WHERE row		{ $$ = ast_add(reference(parsing, NODE_TABLE, @$, $2), $4); }
	;
/* A part of the sheet, and the part that it stands in when its wording stands in several. */
part
	: DIVISION NAME			{ $$ = reference(parsing, NODE_DIVISION, @$, $2); }
	| PROJECT NAME			{ $$ = reference(parsing, NODE_PROJECT, @$, $2); }
	| ITEM NAME			{ $$ = reference(parsing, NODE_ITEM, @$, $2); }
	| POINT TEXT			{ $$ = reference(parsing, NODE_POINT, @$, $2); }
	| ITEM NAME POINT TEXT		{ $$ = ast_add(reference(parsing, NODE_POINT, @$, $4), reference(parsing, NODE_ITEM, @1, $2)); }
	;
reference
	: part
	| DIVISION NAME points		{ $$ = ast_add(reference(parsing, NODE_DIVISION, @$, $2), $3); }
	| PROJECT NAME points		{ $$ = ast_add(reference(parsing, NODE_PROJECT, @$, $2), $3); }
	| ITEM NAME points		{ $$ = ast_add(reference(parsing, NODE_ITEM, @$, $2), $3); }
	| SERIES TEXT			{ $$ = reference(parsing, NODE_SERIES, @$, $2); }
	| CLAUSE TEXT			{ $$ = reference(parsing, NODE_CLAUSE, @$, $2); }
	| part CLAUSE TEXT		{ $$ = ast_add(reference(parsing, NODE_CLAUSE, @$, $3), $1); }
	| BONUS				{ $$ = lone_reference(parsing, NODE_BONUS, @$); }
	| PENALTY			{ $$ = lone_reference(parsing, NODE_PENALTY, @$); }
	| BONUS CLAUSE TEXT		{ $$ = ast_add(reference(parsing, NODE_CLAUSE, @$, $3), lone_reference(parsing, NODE_BONUS, @1)); }
	| PENALTY CLAUSE TEXT		{ $$ = ast_add(reference(parsing, NODE_CLAUSE, @$, $3), lone_reference(parsing, NODE_PENALTY, @1)); }
	| VETOES			{ $$ = lone_reference(parsing, NODE_VETOES, @$); }
	| VETOES NAME			{ $$ = reference(parsing, NODE_VETOES, @$, $2); }
	| VETOED TEXT			{ $$ = reference(parsing, NODE_VETO, @$, $2); }
	| GRADES			{ $$ = lone_reference(parsing, NODE_GRADES, @$); }
	| GRADES NAME			{ $$ = reference(parsing, NODE_GRADE, @$, $2); }
	| GRADES NAME band		{ $$ = ast_add(reference(parsing, NODE_GRADE, @$, $2), $3); }
	| SELECTION NAME		{ $$ = reference(parsing, NODE_SELECTION, @$, $2); }
	| RANKING NAME			{ $$ = reference(parsing, NODE_RANKING, @$, $2); }
	| PLACING			{ $$ = lone_reference(parsing, NODE_PLACING, @$); }
	| PLACING TEXT			{ $$ = reference(parsing, NODE_PLACING, @$, $2); }
	| TARGET TEXT			{ $$ = reference(parsing, NODE_TARGET, @$, $2); }
	| INTERPRETATION NAME		{ $$ = reference(parsing, NODE_INTERPRETATION, @$, $2); }
	| INTERPRETATION NAME TEXT	{ $$ = ast_add(reference(parsing, NODE_INTERPRETATION, @$, $2), wording(parsing, $3)); }
	| DEFINE NAME			{ $$ = reference(parsing, NODE_DEFINITION, @$, $2); }
	| DEFINE NAME equals expr	{ $$ = ast_add(reference(parsing, NODE_DEFINITION, @$, $2), $4); }
	| DATA NAME			{ $$ = reference(parsing, NODE_FIELD, @$, $2); }
	| LEDGER NAME			{ $$ = reference(parsing, NODE_LEDGER, @$, $2); }
	| TABLE NAME			{ $$ = reference(parsing, NODE_TABLE, @$, $2); }
	| CHECK TEXT			{ $$ = reference(parsing, NODE_CHECK, @$, $2); }
	| SAMPLE NAME			{ $$ = reference(parsing, NODE_SAMPLE, @$, $2); }
	| CASE TEXT			{ $$ = reference(parsing, NODE_CASE, @$, $2); }
	| EACH_ITEM CAPPED		{ $$ = lone_reference(parsing, NODE_ATTR_ITEMS_CAP, @$); }
	| ITEMS_CAPPED			{ $$ = lone_reference(parsing, NODE_ATTR_ITEMS_CAP, @$); }
	;
amended
	: division %prec CLOSED | project %prec CLOSED | item %prec CLOSED | point %prec CLOSED | series %prec CLOSED | clause %prec CLOSED | group %prec CLOSED | vetoes %prec CLOSED
	| grades %prec CLOSED | veto %prec CLOSED | grade %prec CLOSED | selection %prec CLOSED | placing %prec CLOSED | ranking %prec CLOSED | target | interpretation | definition
	| field %prec CLOSED | check | table %prec CLOSED | ledger %prec CLOSED | sample %prec CLOSED | case
	;
added
	: added_to_project %prec CLOSED | added_to_item %prec CLOSED | added_to_point %prec CLOSED | added_to_clauses %prec CLOSED | added_to_vetoes %prec CLOSED
	| added_to_grades %prec CLOSED | added_to_ledger %prec CLOSED | added_to_sample %prec CLOSED | added_to_table %prec CLOSED
	;
added_to_project
	: ADD INTO PROJECT NAME		{ $$ = ast_add(lone(parsing, NODE_ADD, @$), reference(parsing, NODE_PROJECT, @3, $4)); }
	| added_to_project item %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_project void_project	{ $$ = ast_add($1, $2); }
	| added_to_project waiver_project { $$ = ast_add($1, $2); }
	| added_to_project remark	{ $$ = ast_add($1, $2); }
	| added_to_project error RESUME	{ $$ = $1; yyerrok; }
	;
added_to_item
	: ADD INTO ITEM NAME		{ $$ = ast_add(lone(parsing, NODE_ADD, @$), reference(parsing, NODE_ITEM, @3, $4)); }
	| added_to_item point %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_item series %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_item clause %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_item void_item	{ $$ = ast_add($1, $2); }
	| added_to_item waiver_item	{ $$ = ast_add($1, $2); }
	| added_to_item remark		{ $$ = ast_add($1, $2); }
	| added_to_item error RESUME	{ $$ = $1; yyerrok; }
	;
added_to_point
	: ADD INTO POINT TEXT		{ $$ = ast_add(lone(parsing, NODE_ADD, @$), reference(parsing, NODE_POINT, @3, $4)); }
	| added_to_point series %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_point clause %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_point waiver_point	{ $$ = ast_add($1, $2); }
	| added_to_point remark		{ $$ = ast_add($1, $2); }
	| added_to_point error RESUME	{ $$ = $1; yyerrok; }
	;
added_to_clauses
	: ADD INTO BONUS		{ $$ = ast_add(lone(parsing, NODE_ADD, @$), lone_reference(parsing, NODE_BONUS, @3)); }
	| ADD INTO PENALTY		{ $$ = ast_add(lone(parsing, NODE_ADD, @$), lone_reference(parsing, NODE_PENALTY, @3)); }
	| ADD INTO SERIES TEXT		{ $$ = ast_add(lone(parsing, NODE_ADD, @$), reference(parsing, NODE_SERIES, @3, $4)); }
	| added_to_clauses series %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_clauses clause %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_clauses remark	{ $$ = ast_add($1, $2); }
	| added_to_clauses error RESUME	{ $$ = $1; yyerrok; }
	;
added_to_vetoes
	: ADD INTO VETOES		{ $$ = ast_add(lone(parsing, NODE_ADD, @$), lone_reference(parsing, NODE_VETOES, @3)); }
	| ADD INTO VETOES NAME		{ $$ = ast_add(lone(parsing, NODE_ADD, @$), reference(parsing, NODE_VETOES, @3, $4)); }
	| added_to_vetoes veto %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_vetoes remark	{ $$ = ast_add($1, $2); }
	| added_to_vetoes error RESUME	{ $$ = $1; yyerrok; }
	;
added_to_grades
	: ADD INTO GRADES		{ $$ = ast_add(lone(parsing, NODE_ADD, @$), lone_reference(parsing, NODE_GRADES, @3)); }
	| added_to_grades grade %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_grades outcome %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_grades scale %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_grades several	{ $$ = ast_add($1, $2); }
	| added_to_grades by_grade %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_grades remark	{ $$ = ast_add($1, $2); }
	| added_to_grades error RESUME	{ $$ = $1; yyerrok; }
	;
added_to_ledger
	: ADD INTO LEDGER NAME		{ $$ = ast_add(lone(parsing, NODE_ADD, @$), reference(parsing, NODE_LEDGER, @3, $4)); }
	| added_to_ledger field %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_ledger check		{ $$ = ast_add($1, $2); }
	| added_to_ledger error RESUME	{ $$ = $1; yyerrok; }
	;
added_to_table
	: ADD INTO TABLE NAME		{ $$ = ast_add(lone(parsing, NODE_ADD, @$), reference(parsing, NODE_TABLE, @3, $4)); }
	| added_to_table cell %prec CLOSED { $$ = table_cell(parsing, $1, $2); }
	| added_to_table SEPARATOR cell %prec CLOSED { $$ = table_cell(parsing, $1, $3); }
	| added_to_table error RESUME	{ $$ = $1; yyerrok; }
	;
added_to_sample
	: ADD INTO SAMPLE NAME		{ $$ = ast_add(lone(parsing, NODE_ADD, @$), reference(parsing, NODE_SAMPLE, @3, $4)); }
	| added_to_sample given %prec CLOSED { $$ = ast_add($1, $2); }
	| added_to_sample error RESUME	{ $$ = $1; yyerrok; }
	;
