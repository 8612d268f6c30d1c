#!/usr/bin/env bash
# A short form of the story, told by curl with signatures made by hand: story.sh CLIENT READY_FILE.
set -euo pipefail

client=$1
ready=$(<"$2")
version=2019-03-06
passed=0
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# The value of a text in a flat JSON document.
field() {
    sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" <<<"$2"
}

endpoint=$(field endpoint "$ready")
key_id=$(field access_key_id "$ready")
secret=$(field access_key_secret "$ready")

# Percent-encoded as the signatures want it: bytes of UTF-8, upper-case hex, only the unreserved left alone.
encode() {
    local LC_ALL=C text=$1 out= char at
    for ((at = 0; at < ${#text}; at++)); do
        char=${text:at:1}
        case $char in
        [a-zA-Z0-9._~-]) out+=$char ;;
        *) printf -v char '%%%02X' "'$char" && out+=%${char: -2} ;;
        esac
    done
    printf '%s' "$out"
}

# NAME VALUE NAME VALUE … as name=value&name=value, encoded, in byte order of the names.
canonical() {
    while (($#)); do
        printf '%s=%s\n' "$(encode "$1")" "$(encode "$2")"
        shift 2
    done | LC_ALL=C sort -t= -k1,1 | paste -sd'&' -
}

now() {
    date -u +%Y-%m-%dT%H:%M:%SZ
}

# The request that `send` sends, as arguments for curl.
request=()

# v1 METHOD OPERATION NAME VALUE …: HMAC-SHA1 over the parameters. GET puts them into the query, POST into a form.
v1() {
    local method=$1 operation=$2 pairs text signature
    shift 2
    pairs=$(canonical "$@" Action "$operation" Version "$version" Format "${format:-JSON}" AccessKeyId "$key_id" \
        SignatureMethod HMAC-SHA1 SignatureVersion 1.0 SignatureNonce "$(openssl rand -hex 16)" \
        Timestamp "${timestamp:-$(now)}")
    text="$method&%2F&$(encode "$pairs")"
    signature=$(printf '%s' "$text" | openssl dgst -sha1 -hmac "$secret&" -binary | base64)
    pairs+="&Signature=$(encode "$signature")"
    case $method in
    GET) request=("$endpoint/?$pairs") ;;
    POST) request=(--data-binary "$pairs" "$endpoint/") ;;
    esac
}

# v3 query|form OPERATION NAME VALUE …: HMAC-SHA256 over the request, its headers and the hash of its body.
v3() {
    local place=$1 operation=$2 query= body= type= names headers hash text signature
    shift 2
    case $place in
    query) query=$(canonical "$@") ;;
    form) body=$(canonical "$@") type=application/x-www-form-urlencoded ;;
    esac
    hash=$(printf '%s' "$body" | openssl dgst -sha256 -hex | sed 's/.* //')
    headers="${type:+content-type:$type
}host:${endpoint#http://}
x-acs-action:$operation
x-acs-content-sha256:$hash
x-acs-date:${timestamp:-$(now)}
x-acs-signature-nonce:$(openssl rand -hex 16)
x-acs-version:$version"
    names=$(sed 's/:.*//' <<<"$headers" | paste -sd';' -)
    text=$(printf 'POST\n/\n%s\n%s\n\n%s\n%s' "$query" "$headers" "$names" "$hash")
    text=$(printf 'ACS3-HMAC-SHA256\n%s' "$(printf '%s' "$text" | openssl dgst -sha256 -hex | sed 's/.* //')")
    signature=$(printf '%s' "$text" | openssl dgst -sha256 -hmac "$secret" -hex | sed 's/.* //')
    text="ACS3-HMAC-SHA256 Credential=$key_id,SignedHeaders=$names,Signature=$signature"
    request=(--request POST --header "Authorization: $text")
    while read -r text; do
        request+=(--header "${text/:/: }")
    done <<<"$headers"
    if [[ $place == form ]]; then
        request+=(--data-binary "$body")
    else
        request+=(--header "Content-Length: 0")
    fi
    request+=("$endpoint/${query:+?$query}")
}

send() {
    status=$(curl --silent --show-error --noproxy '*' --max-time 10 --output "$answer" --write-out '%{http_code}' \
        "${request[@]}")
    reply=$(<"$answer")
}

fail() {
    printf 'FAILED %s: %s\n  expected  %s\n  came      %s %s\n' "$client" "$1" "$2" "$status" "$reply"
    printf '%s: %d passed, 1 failed\n' "$client" "$passed"
    exit 1
}

ok() {
    passed=$((passed + 1))
    printf 'ok %s: %s\n' "$client" "$1"
}

# accepted STEP TEXT: sends the request; the reply is a success and has the text in it.
accepted() {
    send
    [[ $status == 200 && $reply == *"$2"* ]] || fail "$1" "200 with $2"
    ok "$1"
}

# refused STEP CODE TEXT…: sends the request; it is refused with the code, and the message has all the texts in it.
refused() {
    local step=$1 code=$2 text
    shift 2
    send
    [[ $status == 4?? && $(field Code "$reply") == "$code" ]] || fail "$step" "$code"
    for text; do
        [[ $(field Message "$reply") == *"$text"* ]] || fail "$step" "$code with $text in its message"
    done
    ok "$step"
}

v1 GET DescribeRegions
accepted "regions, V1 in the query" '"cn-hangzhou"'
v3 query DescribeRegions
accepted "regions, V3 in the query" '"cn-hangzhou"'

plan=(DatabaseType MySQL BackupMethod logical InstanceClass micro Region cn-hangzhou)
v1 GET CreateBackupPlan "${plan[@]}"
accepted "a plan, V1 in the query" '"Success":true'
plan=$(field BackupPlanId "$reply")

name="it's a + b*c & d/é 日本 %2B"
restore=(BackupPlanId "$plan" DestinationEndpointInstanceType RDS RestoreTaskName "$name"
    DestinationEndpointRegion cn-hangzhou DestinationEndpointInstanceID rm-bp1p8c29XXXXX
    DestinationEndpointUserName restore DestinationEndpointPassword 'Restore &+Secret=1'
    RestoreObjects '[{"DBName":"sales","NewDBName":"sales_copy"}]')
v1 GET CreateRestoreTask "${restore[@]}"
accepted "a restore, V1 in the query" '"RestoreTaskId":"'
v1 POST CreateRestoreTask "${restore[@]}"
accepted "a restore, V1 in a form" '"RestoreTaskId":"'
v3 query CreateRestoreTask "${restore[@]}"
accepted "a restore, V3 in the query" '"RestoreTaskId":"'
v3 form CreateRestoreTask "${restore[@]}"
accepted "a restore, V3 in a form" '"RestoreTaskId":"'
v3 query DescribeRestoreTaskList BackupPlanId "$plan"
accepted "the four tasks" '"TotalElements":4'
[[ $(grep -oF "\"RestoreTaskName\":\"$name\"" "$answer" | wc -l) == 4 ]] || fail "the name of all four" "$name"
ok "the name of all four"
format=XML v1 GET DescribeRestoreTaskList BackupPlanId "$plan"
accepted "the tasks as XML" '<DescribeRestoreTaskListResponse>'

broken=(BackupPlanId "$plan" DestinationEndpointInstanceType Agent RestoreTaskName nightly
    DestinationEndpointRegion cn-hangzhou DestinationEndpointIP 192.0.2.11 RestoreDir /var/lib/restore
    RestoreTime 1554560477000 BackupSetId dbs1hvb0wXXXXX)
named=("port: " DestinationEndpointPort "gateway: " BackupGatewayId "time-or-set: " RestoreTime BackupSetId)
v1 POST CreateRestoreTask "${broken[@]}"
refused "three broken rules, V1" MissingParameter "${named[@]}"
v3 form CreateRestoreTask "${broken[@]}"
refused "three broken rules, V3" MissingParameter "${named[@]}"

for scheme in "v1 GET" "v3 query"; do
    $scheme DescribeRegions
    accepted "a nonce for once, ${scheme% *}" '"cn-hangzhou"'
    refused "a replayed nonce, ${scheme% *}" SignatureNonceUsed
    timestamp=2019-03-06T00:00:00Z $scheme DescribeRegions
    refused "an expired time, ${scheme% *}" InvalidTimeStamp.Expired
    key_id=nobody $scheme DescribeRegions
    refused "an unknown key, ${scheme% *}" InvalidAccessKeyId.NotFound
    secret=another $scheme DescribeRegions
    refused "a wrong secret, ${scheme% *}" SignatureDoesNotMatch "server string to sign is:"
done
printf '%s: %d passed, 0 failed\n' "$client" "$passed"
