/* The standard: its heading, and what any part may carry. */
%type <node> document standard standard_head header section interpretation remark basis parties party gap;

document
	: standard END			{ $$ = parsing->document; }
	;

standard
	: standard_head			{ $$ = begin_standard(parsing, $1); }
	| standard header		{ $$ = ast_add($1, $2); }
	| standard section %prec CLOSED	{ $$ = ast_add($1, $2); }
	| standard error RESUME		{ $$ = $1; yyerrok; }
	;
standard_head
	: STANDARD NAME			{ $$ = named(parsing, NODE_STANDARD, @$, $2); }
	| STANDARD NUMBER		{ $$ = as_written(parsing, NODE_STANDARD, @$, $2); }
	| STANDARD TEXT			{ $$ = worded(parsing, NODE_STANDARD, @$, $2); }
	| STANDARD error RESUME		{ $$ = lone(parsing, NODE_STANDARD, @1); yyerrok; }
	| error RESUME			{ $$ = lone(parsing, NODE_STANDARD, @$); yyerrok; }
	| error RESUME STANDARD NAME	{ $$ = named(parsing, NODE_STANDARD, @$, $4); yyerrok; }
	;
header
	: BASED_ON TEXT			{ $$ = worded(parsing, NODE_ATTR_BASE, @$, $2); }
	| EDITION NUMBER		{ $$ = numbered(parsing, NODE_ATTR_EDITION, @$, $2); }
	| EDITION TEXT			{ $$ = worded(parsing, NODE_ATTR_EDITION, @$, $2); }
	| DOCUMENT_NUMBER TEXT		{ $$ = worded(parsing, NODE_ATTR_DOCUMENT, @$, $2); }
	| ISSUER TEXT			{ $$ = worded(parsing, NODE_ATTR_ISSUER, @$, $2); }
	| EFFECTIVE DATE		{ $$ = numbered(parsing, NODE_ATTR_EFFECTIVE, @$, $2); }
	| EXPIRES DATE			{ $$ = numbered(parsing, NODE_ATTR_EXPIRES, @$, $2); }
	| SOURCE_TEXT TEXT		{ $$ = worded(parsing, NODE_ATTR_SOURCE, @$, $2); }
	| NOTE TEXT			{ $$ = worded(parsing, NODE_ATTR_NOTE, @$, $2); }
	| FULL_MARKS NUMBER		{ $$ = ast_add(lone(parsing, NODE_ATTR_FULL, @$), number(parsing, $2)); }
	| TOTAL AT_LEAST signed		{ $$ = ast_add(lone(parsing, NODE_ATTR_FLOOR, @$), $3); }
	| TOTAL AT_MOST signed		{ $$ = ast_add(lone(parsing, NODE_ATTR_CEILING, @$), $3); }
	| TOTAL OPEN_ENDED		{ $$ = lone(parsing, NODE_ATTR_NO_CEILING, @$); }
	| TOTAL equals expr		{ $$ = ast_add(lone(parsing, NODE_ATTR_FORMULA, @$), $3); }
	| TOTAL ROUND KEEP NUMBER	{ $$ = ast_add(spoken(parsing, NODE_ATTR_ROUNDED, @$, $2), number(parsing, $4)); }
	| WAIVED_AS WAIVED_COUNTS		{ $$ = spoken(parsing, NODE_ATTR_WAIVED, @$, $2); }
	| EACH_ITEM CAPPED		{ $$ = lone(parsing, NODE_ATTR_ITEMS_CAP, @$); }
	| RESULTS CARRYING names	{ $$ = ast_adopt(lone(parsing, NODE_ATTR_CARRIED, @$), $3); }
	| ITEMS_CAPPED			{ $$ = lone(parsing, NODE_ATTR_ITEMS_CAP, @$); }
	| basis
	| parties %prec CLOSED
	;
/* 考评主体 自评 权重 30%、考评 权重 70%, and how far they may differ. */
parties
	: PARTIES party			{ $$ = ast_add(lone(parsing, NODE_ATTR_PARTIES, @$), $2); }
	| parties SEPARATOR party	{ $$ = ast_add($1, $3); }
	| parties gap			{ $$ = ast_add($1, $2); }
	;
party	: NAME WEIGHT NUMBER		{ $$ = ast_add(named(parsing, NODE_PARTY, @$, $1), weight(parsing, @3, $3)); } ;
gap
	: GAP lower_word NUMBER TAKING NAME PREVAILS
		{ $$ = ast_add(ast_add(spoken(parsing, NODE_GAP, @$, $2), number(parsing, $3)), spoken(parsing, NODE_ATTR_PREVAILS, ((struct span){ @5.start, @6.end }), $5)); }
	| GAP lower_word NUMBER NAME
		{ $$ = ast_add(ast_add(spoken(parsing, NODE_GAP, @$, $2), number(parsing, $3)), spoken(parsing, NODE_ATTR_GRADE, @4, $4)); }
	| gap TEXT			{ $$ = ast_add($1, wording(parsing, $2)); }
	;
section
	: data %prec CLOSED | ledger %prec CLOSED | table %prec CLOSED | definition | division %prec CLOSED | project %prec CLOSED | item %prec CLOSED | group %prec CLOSED
	| vetoes %prec CLOSED | grades %prec CLOSED | selection %prec CLOSED | placing %prec CLOSED | ranking %prec CLOSED | target | sample %prec CLOSED | case | interpretation
	| void_sheet
	| change %prec CLOSED
	;
interpretation
	: INTERPRETATION NAME TEXT RESOLUTION TEXT { $$ = interpretation(parsing, @$, $2, $3, $5); }
	| INTERPRETATION NAME TEXT SEPARATOR RESOLUTION TEXT { $$ = interpretation(parsing, @$, $2, $3, $6); }
	| INTERPRETATION NAME %prec CLOSED { $$ = named(parsing, NODE_INTERPRETATION, @$, $2); }
	| INTERPRETATION error RESUME	{ $$ = NULL; yyerrok; }
	;
/* What any part may carry. */
remark	: interpretation | basis ;
basis
	: BASIS TEXT			{ $$ = worded(parsing, NODE_BASIS, @$, $2); }
	;
