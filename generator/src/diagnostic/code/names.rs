//! Codes C03xx: names and parameters.

super::codes! {
BAD_NAME "C0301" Error "a name that cannot be written"
"A name is the exact name on the wire. It has at least one character, is one line, and neither begins
nor ends with a blank; everything else is allowed (`Tag.1.Key`, `images[]`, `Accept-Language`). A blank at
the end is invisible in every message, and a service never means it. A name in `override: {rust: ..}` is made
of letters, digits and `_`, and does not begin with a digit."

UNKNOWN_NAME "C0302" Error "an unknown parameter"
"A rule, a group or another key names a parameter that the operation does not have. Names are the exact
names on the wire, upper and lower case included; a field of an object is `Object.field`, a field of the
items of a list `List[].field`."

UNKNOWN_FACT "C0303" Error "an unknown fact"
"A name that begins with `$` is a fact of the operation, declared under `facts`."

KEY_AND_TYPE "C0304" Error "a key that does not fit the type"
"Some keys say something about one kind of value only: `min` and `max` about numbers, `pattern` about
strings, `values` about enums, `items` about lists, maps and JSON, `fields` about objects and JSON."

IMPOSSIBLE_VALUE "C0305" Error "a value that the type cannot have"
"A value in the spec is kept as it is written and typed by the parameter it belongs to. An integer has no
fraction and fits in its width, a boolean is exactly `true` or `false`, and a `const`, `default` or `example`
is one of the listed values if there is a list."

EMPTY_RANGE "C0306" Error "bounds that no value is within"
"The lower bound is above the upper one, so that every value would be refused."

BAD_PATTERN "C0307" Error "a pattern that cannot be used"
"Patterns are the part of regular expressions that means the same in Rust and in JavaScript, because the
same check runs in both: no look-around, no `\\b`, no flags, no Unicode classes. `\\d`, `\\w` and `\\s` are
ASCII, `.` is any character but a line feed, and the whole text must match."

BAD_VARIANTS "C0309" GenerateError "variants of something that cannot have them"
"`variants.by` names the parameter whose value tells the variants apart: an enum that is `required: true`."

RUST_NAME "C0310" GenerateError "two things with one Rust name"
"Rust names are derived from the names on the wire: `BackupPlanId` becomes `backup_plan_id`. Two names that
differ on the wire can become the same; then one of them needs a name of its own."

DUPLICATE_OPERATION "C0311" Error "two files for one operation"
"Each operation has one file. Two operations whose names differ only in their spelling would have the same
Rust module."

BAD_ROUTE "C0312" Error "method and path that do not fit the parameters"
"An operation with an address of its own has a `method` and a `path`. The path begins with `/` and names each
parameter with `position: path` once, in braces; such a parameter is in every request."
}
