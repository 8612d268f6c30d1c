//! Codes C05xx: editions of the documentation.

super::codes! {
DUPLICATE_EDITION "C0501" Error "an edition is declared twice"
"The editions of a service are an ordered list, and each one stands in it once."

UNDECLARED_EDITION "C0502" Error "an edition that the service does not declare"
"The editions of a service's documentation are declared in service.yaml, in order. In an operation file on its
own any name is accepted."

DEMANDS_MISSING "C0503" Warning "a rule that demands what an edition does not have"
"In an edition a parameter of another edition is never given, and a value of another edition does not exist. A
rule that would demand one cannot be met there and is left out in that edition; say so with `edition`."
}
