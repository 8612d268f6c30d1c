//! Codes C09xx: what is wrong with a command and the files around it, not with a spec.

super::codes! {
USAGE "C0901" Error "the command line cannot be understood"
"An argument is missing, unknown or has a value that it cannot have. The message says which one;
`contingent help COMMAND` lists what a command takes.

Wrong:

    contingent validate spec/garden --reqest request.json

Right:

    contingent validate spec/garden --request request.json"

NO_SPEC "C0902" Error "there is no spec at this path"
"A command takes the folder of a service or one operation file. Nothing is there, or it is neither. A
relative path begins in the folder in which the command runs.

Wrong:

    contingent check garden

Right:

    contingent check spec/garden"

NO_SERVICE_FILE "C0903" Error "the folder has no service.yaml"
"The folder of a service holds `service.yaml` and the folder `operations` beside it. Without the first
nothing says which service it is. One operation can be read on its own: pass its file.

Wrong:

    contingent check spec/garden/operations

Right:

    contingent check spec/garden
    contingent check spec/garden/operations/plant_bed.yaml"

SERVICE_FILE_ALONE "C0904" Error "service.yaml on its own is not a spec"
"A file that is passed on its own is read as an operation, and nothing beside it is read. `service.yaml`
describes what all operations share, so it is read as part of its folder.

Wrong:

    contingent check spec/garden/service.yaml

Right:

    contingent check spec/garden"

UNREADABLE "C0905" Error "a file or folder cannot be read"
"The system refuses to give the content: a missing permission, a name that leads nowhere, or something
that is not a file. The message repeats the reason of the system.

Wrong:

    contingent check spec/garden      # operations/plant_bed.yaml is a link to a removed file

Right:

    contingent check spec/garden      # after removing the link, or restoring its target"

TOO_LARGE "C0906" Error "a file is too large"
"A spec file may have 16 MiB, a request or a file of facts 64 MiB. A larger one is most likely something else.

Wrong:

    contingent check spec/garden      # operations/dump.yaml has 2 GiB

Right:

    contingent check spec/garden      # the dump lies elsewhere"

FILE_NAME "C0907" Error "a file name that is not UTF-8"
"The path of a spec file stands in every message about it and decides the order of the operations, so it
has to be a text. Rename the file; a name in lower case with underscores fits everywhere.

Wrong:

    operations/gie\\xdfen.yaml        # one byte of Latin-1

Right:

    operations/giessen.yaml"

NO_OPERATION "C0908" Error "the spec has no such operation"
"An operation is named as on the wire, exactly. `--operation` may be left out if the spec has only one.

Wrong:

    contingent validate spec/garden --operation plant_bed --request request.json

Right:

    contingent validate spec/garden --operation PlantBed --request request.json"

NO_EDITION "C0909" Error "the service declares no such edition"
"`--edition` names one of the editions that `service.yaml` declares. Only for an operation file on its
own, where nothing declares any, every name is accepted.

Wrong:

    contingent validate spec/garden --edition 2025 --request request.json

Right:

    contingent validate spec/garden --edition 2026-03 --request request.json"

NO_CODE "C0910" Error "there is no such diagnostic code"
"Codes are a `C` and four digits, as they stand in the messages. `contingent explain` without a code
lists them all.

Wrong:

    contingent explain 9999

Right:

    contingent explain C0112"

BAD_JSON "C0911" Error "a request or a file of facts is not a JSON object"
"A request is a JSON object by the names on the wire, facts are a JSON object by the names of the facts. Each
name is given once. The message says where the text stops being that; it never shows a value, which
may be a secret.

Wrong:

    [\"BedId\", \"b1\"]

Right:

    { \"BedId\": \"b1\" }"

UNWRITABLE "C0912" Error "a generated file cannot be written"
"A folder or file of the output cannot be read, made, written or removed. Unless the message is about removing, all
files are as they were before. Symbolic links below the output folder are not followed.

Wrong:

    contingent generate spec/garden --out Cargo.toml

Right:

    contingent generate spec/garden --out generated/garden"

OUTPUT_PATH "C0913" Error "a generated file would have an impossible path"
"Generated files have relative paths, and no two may differ only in case: on some systems they would be
one file. Mostly two names in the spec become the same file name.

Wrong:

    operation: PlantBed     # and `operation: Plantbed` in another file

Right:

    operation: PlantBed     # and `operation: PlantManyBeds` in another file"
}
