/* Words of programming languages, of spreadsheets, of everyday speech and of the traditional script, and the word of the language that each stands for. */
#ifndef GJ_ENGLISH_H
#define GJ_ENGLISH_H
/* NULL when it stands for none. */
const char *word_from_english(const char *text);
#endif
