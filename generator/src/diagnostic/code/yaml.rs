//! Codes C01xx: what is wrong with the YAML itself.

super::codes! {
NOT_UTF8 "C0101" Error "the file is not UTF-8"
"A spec is a UTF-8 text. Other encodings cannot be told apart, and a wrong guess would change names
and values silently. Save the file as UTF-8; a byte order mark is allowed."

SYNTAX "C0102" Error "the file is not valid YAML"
"The YAML parser stopped here. Nothing else is reported for this file, because everything behind the
place would be a guess. Often a quote, a bracket or an indentation is missing. A name that begins with
a back-tick, or that has `[]` inside braces or brackets, needs double quotes: YAML gives both characters
a meaning of its own."

ANCHOR "C0103" Error "anchors are not part of the language"
"An anchor (`&name`) makes a part of the file appear again elsewhere. A spec is read by people, and each
diagnostic points at the place where something is written; text that appears in several places has none.
Write the part out where it is needed."

ALIAS "C0104" Error "aliases are not part of the language"
"An alias (`*name`) repeats the part that an anchor has marked. Write the part out where it is needed.
A text that begins with a star needs quotes."

MERGE_KEY "C0105" Error "merge keys are not part of the language"
"A merge key (`<<`) copies the keys of another map into this one. It is not part of YAML 1.2, and hides
what a definition says. Write the keys out. A parameter that is really named `<<` needs quotes."

TAG "C0106" Error "tags are not part of the language"
"A tag (`!!str`) forces a type on a value. In a spec a value is kept exactly as it is written and typed by
the parameter that it belongs to, so a tag has nothing to say: `5.10` stays `5.10` without quotes or tags."

SECOND_DOCUMENT "C0107" Error "a second document in one file"
"A file holds one service or one operation. A second document (behind `---`) would be skipped silently
by most tools. Move it to a file of its own."

EMPTY_DOCUMENT "C0108" Error "the file is empty"
"The file has no content, or nothing but comments. An operation needs at least its name."

ROOT_NOT_MAP "C0109" Error "the file is not a map"
"A spec file is a map of keys at its outermost level: `operation: Name` and so on for an operation,
`service: name` and so on for `service.yaml`. A list or a single text says nothing about what it is."

KEY_NOT_TEXT "C0110" Error "a key is a list or a map"
"YAML allows lists and maps as keys, the spec language does not: every key is a name. This happens when a
name begins with a bracket or a brace and is not quoted."

NULL_KEY "C0111" Error "a key without a name"
"The key is empty, `~` or `null`, which YAML reads as no key at all. A name that is spelled like this
needs quotes."

DUPLICATE_KEY "C0112" Error "a key is written twice"
"Each key may be written once in a map. Most readers of YAML would keep the last one silently, and the
first would be lost. Both places are shown; join them or rename one."

TOO_DEEP "C0113" Error "nested too deeply"
"Lists and maps may be nested 64 levels deep. No request of a real service comes near; a deeper file is
most likely made by a program that went wrong. Nothing behind the place is read."

CONTROL_CHARACTER "C0114" Error "a control character"
"Texts, names and comments may hold tabs and line feeds, and no other control characters. Marks that change
the direction of writing are refused too: they make a text read differently from what it is, in a review
and in the generated code."
}
