//! Codes C02xx: keys and the shapes of their values.

super::codes! {
UNKNOWN_KEY "C0201" Error "an unknown key"
"The language has no such key at this place. Unknown keys are refused, because a misspelled one would
otherwise say nothing at all: a parameter with `requierd: true` would be optional. The help names the
nearest known key, or all of them."

WRONG_SHAPE "C0202" Error "a value of the wrong shape"
"The key is known, its value has another shape than the key wants: a list instead of a text, a text
instead of a map, `yes` instead of `true`. Flags are exactly `true` and `false`. A key without a value
says nothing: leave it out."

MISSING_KEY "C0203" Error "a mandatory key is missing"
"A definition cannot be understood without this key: a parameter needs its `type`, a rule its `id`, an
operation file its `operation`."

UNKNOWN_WORD "C0204" Error "a word that the key does not know"
"The key takes one of a few words, and this is none of them. The help names the nearest one, or all."

NO_FORM "C0205" Error "a rule without a form"
"A rule says one thing in one form: `require`, `forbid`, `exactly_one`, `at_most_one`, `at_least_one`,
`all_or_none`, `allow`, `compare`, `ensure`, `ignored` or `default`. `when` and `unless` only say when
it applies."

SEVERAL_FORMS "C0206" Error "a rule with several forms"
"A rule has exactly one form, so that a violation, a sentence and a source belong to one statement. Write
one rule for each form; the `when` may be repeated."

EMPTY_LIST "C0207" Error "an empty list"
"A list at this place wants at least one entry: a list of no values would allow nothing, a list of no
editions would belong nowhere. Leave the key out if there is nothing to list."
}
