//! Codes C05xx: editions of the documentation.

super::codes! {
DUPLICATE_EDITION "C0501" Error "an edition is declared twice"
"The editions of a service are an ordered list, and each one stands in it once.

Wrong:

    editions: [ seed: The first document., seed: The page of today. ]

Right:

    editions: [ seed: The first document., current: The page of today. ]"
}
