"""Lists the entries of dbs-conditions.md, which is not part of the project: their keys, and hashes instead of their texts.

    python3 entries.py CONDITIONS > entries.txt

CONDITIONS has every conditional-looking sentence of the documents of one service. Each becomes one line: the key that
spec/dbs/coverage.yaml names it by, the source that has it, and the first eight digits of the SHA-256 of the sentence, so
that a sentence that changes shows. Needs nothing but Python 3.
"""

import hashlib
import re
import sys


def entries(lines):
    operation = place = ""
    number = 0
    for at, line in enumerate(lines, 1):
        if heading := re.match(r"## (\w+)$", line):
            operation, place = heading[1], ""
        elif not operation or not line.strip():
            continue
        elif whole := re.match(r"- \(operation\) \*\*(\w+)\*\*: (.*)", line):
            yield f"{operation}.operation.1", whole[1], whole[2]
        elif parameter := re.match(r"- (response )?`([^`]+)`", line):
            place, number = ("response." if parameter[1] else "") + parameter[2], 0
        elif sentence := re.match(r"  - \*\*(\w+)\*\*: (.*)", line):
            number += 1
            yield f"{operation}.{place}.{number}", sentence[1], sentence[2]
        else:
            sys.exit(f"line {at} is no entry: {line}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print("# Every entry of dbs-conditions.md: key, source, hash of the sentence. Made by entries.py.")
    with open(sys.argv[1], encoding="utf-8") as conditions:
        for key, source, sentence in entries(conditions.read().splitlines()):
            print(key, source, hashlib.sha256(sentence.encode()).hexdigest()[:8])


if __name__ == "__main__":
    main()
