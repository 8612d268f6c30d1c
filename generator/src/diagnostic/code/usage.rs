//! Codes C09xx: what is wrong with a command and the files around it, not with a spec.

super::codes! {
USAGE "C0901" Error "the command line cannot be understood"
"An argument is missing, unknown or has a value that it cannot have. The message says which one;
`contingent help COMMAND` lists what a command takes."

NO_SPEC "C0902" Error "there is no spec at this path"
"A command takes the folder of a service or one operation file. Nothing is there, or it is neither. A
relative path begins in the folder in which the command runs."

NO_SERVICE_FILE "C0903" Error "the folder has no service.yaml"
"The folder of a service holds `service.yaml` and the folder `operations` beside it. Without the first
nothing says which service it is. One operation can be read on its own: pass its file."

SERVICE_FILE_ALONE "C0904" Error "service.yaml on its own is not a spec"
"A file that is passed on its own is read as an operation, and nothing beside it is read. `service.yaml`
describes what all operations share, so it is read as part of its folder."

UNREADABLE "C0905" Error "a file or folder cannot be read"
"The system refuses to give the content: a missing permission, a name that leads nowhere, or something
that is not a file. The message repeats the reason of the system."

TOO_LARGE "C0906" Error "a file is too large"
"A spec file may have 16 MiB, a request or a file of facts 64 MiB. A larger one is most likely something else."

FILE_NAME "C0907" Error "a file name that is not UTF-8"
"The path of a spec file stands in every message about it and decides the order of the operations, so it
has to be a text. Rename the file; a name in lower case with underscores fits everywhere."

NO_OPERATION "C0908" Error "the spec has no such operation"
"An operation is named as on the wire, exactly. `--operation` may be left out if the spec has only one."

NO_EDITION "C0909" Error "the service declares no such edition"
"`--edition` names one of the editions that `service.yaml` declares. Only for an operation file on its
own, where nothing declares any, every name is accepted."

NO_CODE "C0910" Error "there is no such diagnostic code"
"Codes are a `C` and four digits, as they stand in the messages. `contingent explain` without a code
lists them all."

BAD_JSON "C0911" Error "a request or a file of facts is not a JSON object"
"A request is a JSON object by the names on the wire, facts are a JSON object by the names of the facts. Each
name is given once. The message says where the text stops being that; it never shows a value, which
may be a secret."

UNWRITABLE "C0912" Error "a generated file cannot be written"
"A folder or file of the output cannot be read, made, written or removed. Unless the message is about removing, all
files are as they were before. Symbolic links below the output folder are not followed."

OUTPUT_PATH "C0913" Error "a generated file would have an impossible path"
"Generated files have relative paths, and no two may differ only in case: on some systems they would be
one file. Mostly two names in the spec become the same file name."

NOT_EMPTY "C0914" Error "the folder of a new package is not empty"
"`contingent new` writes into a folder that does not exist yet, or has nothing in it, so that nothing is ever
overwritten. Choose another folder."

NO_PACKAGE_NAME "C0915" Error "a name that no package can have"
"The name of the package is made of the name of its folder: letters a to z, digits and hyphens, not a digit at the
beginning, and no word that Rust or Cargo keeps for itself. Pass another one with `--name`."
}
