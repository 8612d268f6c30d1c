//! Codes C03xx: names and parameters.

super::codes! {
BAD_NAME "C0301" Error "a name that cannot be written"
"A name is the exact name on the wire. It has at least one character, is one line, and neither begins
nor ends with a blank; everything else is allowed (`Tag.1.Key`, `images[]`, `Accept-Language`). A blank at
the end is invisible in every message, and a service never means it.

Wrong:

    \"Region \": { type: string, doc: The region. }

Right:

    Region: { type: string, doc: The region. }"
}
