//! Codes C12xx: what a service keeps, and what its operations do to that.

super::codes! {
UNKNOWN_RESOURCE "C1201" CheckError "a kind that the service does not keep"
"An effect, a need or the origin of a fact names a kind of thing. What a service keeps stands under `resources`
in service.yaml."

UNKNOWN_KEPT_FIELD "C1202" CheckError "a field that is not kept"
"A kind has its id, its state and the `fields` it lists. Only these can be set, filtered by, or be the origin
of a fact."

UNKNOWN_STATE "C1203" CheckError "a state that the kind does not have"
"`states` lists every state of a kind. An effect moves to one of them, a need and a waiter name some of them."

BAD_STATES "C1204" CheckError "states that are not whole"
"A kind has both `state`, the field, and `states`, its values, or neither. A state that ends by itself has both
a time and a next state."

BAD_EFFECT "C1205" CheckError "an effect that is not whole"
"An operation does one thing: create, read, list, change or delete. Each goes with keys of its own: only a list
has `into`, `where` and `page`, only what exists has `by`. So does each consequence under `also`: it creates, changes or
deletes, and what exists is told by `match`."

BAD_TEMPLATE "C1206" CheckError "a value made of something unknown"
"A value under `set` or `reply` is text. In braces stands what it is made of: a parameter, a field of something
at hand (`{Plan.DatabaseType}`), `{$now}` or `{$request_id}`; one of these with a text for its absence (`{Size|small}`);
or a sum of whole numbers (`{$now + 1000 * Days}`). A brace itself is written twice."

UNKNOWN_REPLY_FIELD "C1207" CheckError "a field that the reply does not have"
"`into`, `total`, `pages` and the keys of `reply` are fields of the operation's `response`."

BAD_ID_PATTERN "C1208" CheckError "a pattern by which no ids can be made"
"New ids are made by `id_pattern`. It is made of letters, digits, `-`, `_` and `:`, classes of characters such as
`[a-z0-9]`, `\\d`, and counts such as `{10}` or `{6,8}`."
}
