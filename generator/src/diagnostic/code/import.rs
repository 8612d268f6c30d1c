//! Codes C10xx: documents that are imported.

super::codes! {
NOT_OPENAPI "C1001" Error "the document is not OpenAPI 3"
"`contingent import openapi` reads OpenAPI 3.0 and 3.1, as YAML or JSON: a map with the keys `openapi` and
`paths`. A document of version 2 (`swagger: '2.0'`) has to be converted first."

BAD_REFERENCE "C1002" Error "a `$ref` that leads nowhere"
"A reference names a place in the same document: `#/components/schemas/Bed`. It must exist, and must not lead
back to itself. References to other files are not followed: join the files to one document first."

NOT_IMPORTED "C1003" Warning "a part of the document that is not imported"
"The part is not understood, or the language of specs cannot say it, so the spec does not have it. The check
of a request is weaker by this part, never stronger."

IMPORTED_OTHERWISE "C1004" Warning "a part of the document that is imported as something else"
"The spec says it in another way than the document: a name was changed because two parameters share it, a
cookie became a header, a type was taken where none is written. The message says what became of it."

IDL_SYNTAX "C1005" Error "a dependency that cannot be read"
"The texts in `x-dependencies` are written in IDL: `IF condition THEN consequence;`, the groups `Or`,
`OnlyOne`, `AllOrNone` and `ZeroOrOne`, and relations such as `a <= b;`. The message says where the text stops
being that, and what was expected."

IDL_PRODUCT "C1006" Error "a product in a dependency"
"Rules compare sums of numbers and parameters. Products and quotients are not part of the language."

IDL_NAME "C1007" Error "a dependency that names an unknown parameter"
"A dependency is about the parameters of its operation and the properties of its body, by their exact names. A
name with unusual characters is written in brackets: `[Accept-Language]`."

IDL_UNLISTED "C1008" Warning "a value in a dependency that its parameter does not list"
"The parameter is an enum, and the value is none of its values: the test holds for no request. The rule is
imported as it is; `contingent check` refuses it until the value or the enum is corrected."

IDL_LEFT_OUT "C1009" Warning "a dependency that is not imported"
"It can be read, but rules cannot say it: two texts compared with `<`, a value that the type can never have, a
test of a whole object. The spec does not have it."

IDL_TAKEN "C1010" Warning "a dependency with more than one reading"
"The language of the dependency leaves it open what is meant, for example a test of a list against one value.
The message says which meaning was taken; look whether it is the right one."

IDL_MIXED "C1011" Warning "`AND` beside `OR`"
"IDL does not say which of the two binds more tightly. Here `AND` does, as in most languages."

FOREIGN_FILE "C1012" Error "a file that would be overwritten"
"An import writes `service.yaml` and `operations/*.yaml`. A file of that name is there, has another text, and
does not begin with the line that imports write: somebody wrote it, or took the line out to keep what was
changed by hand. Choose another folder, move the file away, or pass `--force`."

NOT_METADATA "C1013" Error "a file of metadata that cannot be imported"
"The metadata of a product is JSON: one file for each operation, with `name` and `parameters`; one that lists them,
with `apis`; or one richer file with `operations`. The message says what stands there instead. Nothing is written
until every file can be read."

KEPT_BY_HAND "C1014" Warning "something changed by hand, and its source has changed"
"Another import keeps what hands have changed since the last one. Where the source changed the same key, the file
keeps what it has, and the folder `.imported` beside the spec has what the source says. This is reported by the
import that finds it, and not by later ones."

KEPT_BY_HAND_UNKNOWN "C1015" Error "what hands have changed is not known"
"An import keeps what it wrote in the folder `.imported` beside the spec, to find out later what was changed by hand.
The file there cannot be read. Restore it, or import with `--force`, which overwrites the changes."
}
