"""Draws the sentences of labelled.yaml: a seeded shuffle, so that nobody chose them.

    python3 draw.py CONDITIONS METADATA [--seed N] > drawn.jsonl

CONDITIONS is dbs-conditions.md (every conditional-looking sentence of one service, in four sources), METADATA the
folder with en-US/ and zh-CN/ of the vendor's published metadata. Prints one JSON object a line, in the order and with
the ids of labelled.yaml. Needs nothing but Python 3; reads only below the two paths.
"""

import argparse
import json
import pathlib
import random
import re

SEED = 20190306
# How many of each kind. A cue is a word that conditions and constraints are written with.
FROM_CONDITIONS = 116
FROM_METADATA = {("en", True): 44, ("zh", True): 36, ("en", False): 8, ("zh", False): 7}
LONGEST = 240
CUES = {
    "en": re.compile(
        r"\b(if|when|whenever|unless|only|required|optional|must|either|neither|cannot|can't|mutually|exclusive|both|otherwise|"
        r"ignored?|takes? effect|at least|at most|one of|same|except|need|needs|allowed|supported|unavailable|available|"
        r"invalid|applies|apply|before|exceed|greater|less|smaller)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile("[当若仅只必须需]|如果|时，|不能|不可|可选|互斥|至少|最多|任选|否则|除非|同时|有效|生效|忽略|无效|支持|大于|小于|之一|二选一"),
}


def from_conditions(text):
    """The sentences of the facts file, in its order."""
    operation = parameter = None
    kind = "parameter"
    for line in text.splitlines():
        if match := re.fullmatch(r"## (\S+)", line):
            operation = match[1]
        elif match := re.match(r"- (response )?`([^`]+)`", line):
            kind, parameter = ("response" if match[1] else "parameter"), match[2]
        elif match := re.match(r"- \(operation\) \*\*(\w+)\*\*: (.+)", line):
            yield place("conditions", "dbs", operation, "operation", None, match[1]), match[2].strip()
        elif match := re.match(r"  - \*\*(\w+)\*\*: (.+)", line):
            yield place("conditions", "dbs", operation, kind, parameter, match[1]), match[2].strip()


def place(file, product, operation, at, parameter, source):
    """Where a sentence stands. `at` says what it describes: a parameter, a field of the response, the operation."""
    language = "zh" if source == "zh" else "en"
    return {
        "file": file,
        "product": product,
        "operation": operation,
        "at": at,
        "parameter": parameter,
        "language": language,
        "source": source,
    }


def from_metadata(folder):
    """The sentences of the descriptions of parameters, by file name and then in the order of the file."""
    for language, name in (("en", "en-US"), ("zh", "zh-CN")):
        for product in ("slb", "cs"):
            for path in sorted((folder / name / product).glob("*.json")):
                operation = json.loads(path.read_text(encoding="utf-8"))
                for parameter in operation.get("parameters") or []:
                    for sentence in sentences(parameter.get("description") or ""):
                        yield place("metadata", product, operation["name"], "parameter", parameter["name"], language), sentence


def sentences(text):
    """A description in sentences: lines without their list marks, cut after a full stop. Samples of JSON are no sentences."""
    for line in text.splitlines():
        line = re.sub(r"^\s*(?:>\s*)*(?:[*\-•]\s+)?", "", line)
        for part in re.split(r"(?<=[。！？])|(?<=[.!?])\s+(?=[A-Z*`\[])", line):
            part = " ".join(part.split())
            if 6 <= len(part) <= LONGEST and not re.search(r'[{\[]\s*\\?"|"\s*:', part) and "|--" not in part:
                yield part


def drawn(pool, count, rng, key):
    """The first `count` of the shuffled pool, each key once."""
    pool = list(pool)
    rng.shuffle(pool)
    seen, out = set(), []
    for where, sentence in pool:
        if len(out) == count:
            break
        if key(where, sentence) not in seen:
            seen.add(key(where, sentence))
            out.append((where, sentence))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("conditions", type=pathlib.Path)
    parser.add_argument("metadata", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    conditions = from_conditions(arguments.conditions.read_text(encoding="utf-8"))
    # One sentence at parameters of one name is one fact, however many operations repeat it.
    rows = drawn(conditions, FROM_CONDITIONS, rng, lambda where, sentence: (where["parameter"], sentence))
    metadata = list(from_metadata(arguments.metadata))
    for (language, cue), count in FROM_METADATA.items():
        pool = [(w, s) for w, s in metadata if w["language"] == language and bool(CUES[language].search(s)) == cue]
        rows += drawn(pool, count, rng, lambda where, sentence: sentence)
    counts = {}
    for where, sentence in rows:
        counts[where["product"]] = counts.get(where["product"], 0) + 1
        number = f"{where['product']}-{counts[where['product']]:03}"
        print(json.dumps({"id": number, "from": where, "sentence": sentence}, ensure_ascii=False))


if __name__ == "__main__":
    main()
