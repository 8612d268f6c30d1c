//! Codes C04xx: rules and conditions. C0401 is no longer used.

super::codes! {
DUPLICATE_RULE_ID "C0402" Error "two rules with one id"
"A violation names the rule by its id, so an id belongs to one rule of an operation. Both places are
shown; rename one."

KEYWORD_NAME "C0403" Error "a word of the language as a name"
"`all`, `any`, `not`, `absent`, `compare` and the names of the groups are words of conditions. A parameter that
has such a name is written in back-ticks, and in YAML a text that begins with a back-tick is written in quotes."

UNLISTED_VALUE "C0404" CheckError "a value that its parameter does not list"
"Values are compared as text, exactly. A test of a value that the enum or `one_of` of its parameter does not
have never holds, so the rule does not say what its author meant."

BARE_LIST "C0405" Error "a bare list as a condition"
"A list of conditions could mean that all of them hold or that one of them does. The language does not guess."

BAD_CONDITION "C0406" Error "something that is not a condition"
"A condition is a name (it is given), a map from names to values (it is given and has the value), or a map with
exactly one word of the language: all, any, not, absent, compare or a group."

BAD_OPERATOR "C0407" Error "an operator that does not work here"
"The operators are eq, ne, gt, ge, lt, le and matches. gt, ge, lt and le compare numbers; matches is for texts."

NULL_VALUE "C0408" Error "nothing as a value"
"A parameter without a value is absent, and that has a word of its own."

EMPTY "C0409" Error "an empty list or map"
"An empty list of names or values demands nothing or everything, depending on who reads it."

LIST_AND_SCALAR "C0410" Error "a list compared with a single value"
"A list, object, map or JSON structure equals no single value. `List[]` stands for the items of a list,
`List[].field` for a field of its items and `Object.field` for a field of an object."

MEMBER_TWICE "C0411" Error "something named twice"
"A group counts its members, so a member named twice would count twice."

FACT_ALONE "C0412" Error "a fact without a value"
"A fact always has a value, known or not, so being given is not a question about it. Its value can be tested."

BAD_COMPARISON "C0413" Error "a comparison that cannot be read"
"A comparison is one relation (<, <=, >, >=, ==, !=) between sums of names and numbers, or `==` and `!=` between
two texts. A name with a blank or an operator character in it is written in back-ticks."

COMPARED_TYPES "C0414" Error "types that cannot be compared"
"Sums are made of numbers; texts, enums and booleans are compared with each other, as text, with `==` and `!=`."
}
