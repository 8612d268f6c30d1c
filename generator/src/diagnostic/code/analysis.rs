//! Codes C11xx: what the rules come to when they are taken together.

super::codes! {
CONTRADICTION "C1101" Finding "rules that no request can satisfy"
"Each rule can be satisfied, and all of them together cannot: whatever is sent breaks one. The rules that are named
are enough for that, and none of them can be left out."

DEAD_PARAMETER "C1102" Finding "a parameter that can never be given"
"Whatever else a request has, whoever gives this parameter breaks a rule. Either one of the named rules is wrong,
or the parameter does not belong to the operation."

DEAD_VALUE "C1103" Finding "a value that can never be used"
"A value is listed, and no valid request can have it. Either one of the named rules is wrong, or the value does not
belong to the list."

FALSE_OPTIONAL "C1104" Warning "a parameter that is optional in name only"
"The parameter is not marked as required, and the rules demand it of every request. Readers of the docs, and the
generated code, should be told so: mark it as `required: true`."

REDUNDANT_RULE "C1105" Warning "a rule that says nothing new"
"Every request that breaks this rule breaks one of the others as well, so it can be left out. A rule that is kept
because a document states it says `expect: redundant`."

NEVER_FIRES "C1106" Warning "a rule whose condition can never hold"
"No valid request fits the condition of the rule, so it demands nothing. A rule that is kept all the same says
`expect: never_fires`."

UNMET_EXPECTATION "C1107" Warning "an expectation that did not come true"
"The rule says what the analysis will find about it, and the analysis finds otherwise: the rules around it have
changed. Look at them, or take the expectation away."
}
