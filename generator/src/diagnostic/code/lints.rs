//! Codes C07xx: what is allowed and may not be meant.

super::codes! {
NOT_OF_VALUE "C0701" Warning "`not` around a value"
"`{not: {P: value}}` holds when P has another value, and also when P is not given at all, which is easily
overlooked."

EXAMPLE_DISAGREES "C0702" CheckError "an example that the check judges otherwise"
"An example says which violations its request has, none if it says nothing. It is checked with its facts, in each
of its editions (or with none chosen), and the ids must be the same, in the same order."

BAD_REPLY "C0703" CheckError "a reply that is not JSON"
"The reply of an example is what the service answers, to the letter."

TWO_GROUPS "C0704" Warning "a parameter in two groups"
"Groups arrange the docs, and a parameter stands in one place there. The first group that names it has it."
}
