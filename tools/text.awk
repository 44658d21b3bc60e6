# text.awk HEADER…: the text of each as a string for generated C, without its first comment and its directives.
FNR == 1 {
	if (NR > 1) print ";"
	name = FILENAME; sub(/.*\//, "", name); sub(/\..*/, "", name)
	print "static const char " name "_text[] ="
	print "\t\"\""
	began = 0
	next
}
/^#/ { next }
!began && /^$/ { next }
{
	began = 1
	sub(/^static inline/, "MAYBE_UNUSED static inline")
	gsub(/\\/, "\\\\"); gsub(/"/, "\\\"")
	print "\t\"" $0 "\\n\""
}
END { print ";" }
