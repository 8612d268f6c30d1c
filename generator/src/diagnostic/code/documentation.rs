//! Codes C06xx: documentation and sources.

super::codes! {
MISSING_DOC "C0601" GenerateError "documentation is missing"
"Every parameter, field, enum value, fact and error carries `doc`, and every operation `summary` or `doc`:
each of them becomes a documented item of the generated crate. While a spec is being written this is a
warning; `generate` refuses."

MISSING_SOURCE "C0602" GenerateError "a rule without a source"
"Every rule names the document and the place that it was taken from, so that a doubt can be settled by
reading. Write the name of the document and the place, never a copied sentence. While a spec is being
written this is a warning; `generate` refuses."
}
