//! Codes C04xx: rules and conditions.

super::codes! {
BAD_RULE_ID "C0401" Error "a rule id with other characters"
"The id of a rule is written in commands, in allow lists, in links and in the names of generated
constants. It is made of letters, digits, `_`, `.` and `-`.

Wrong:

    - { id: \"region needed!\", require: TargetRegion, source: guide }

Right:

    - { id: region-needed, require: TargetRegion, source: guide }"

DUPLICATE_RULE_ID "C0402" Error "two rules with one id"
"A violation names the rule by its id, so an id belongs to one rule of an operation. Both places are
shown; rename one.

Wrong:

    - { id: region, require: TargetRegion, source: guide }
    - { id: region, forbid: BucketName, source: guide }

Right:

    - { id: region, require: TargetRegion, source: guide }
    - { id: no-bucket, forbid: BucketName, source: guide }"
}
