// Rules as English sentences, from the data of an operation: the words of the Rust side.

/** The whole rule, without a final dot: "Region is required when Place is Here or There". */
export function ruleSentence(rule, facts) {
  let text = formSentence(rule.form, facts);
  if (rule.when) text += ` when ${conditionClause(rule.when, facts)}`;
  if (rule.unless) text += ` unless ${conditionClause(rule.unless, facts)}`;
  return text;
}

/** The name of a variant in the data of an operation, and what comes with it. */
export function variantOf(data) {
  for (const tag in data) return [tag, data[tag]];
  return ["", null];
}

/** Texts as a list in a sentence: "a, b and c". */
export function joinWords(parts, last) {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} ${last} ${parts.at(-1)}`;
}

/** What a rule demands, without when: "Region is required". */
function formSentence(form, facts) {
  const [tag, data] = variantOf(form);
  switch (tag) {
    case "require": {
      const bare = data.filter(({ test }) => !test).map(({ of }) => subjectWords(of, facts));
      const parts = bare.length > 0 ? [`${joinWords(bare, "and")} ${bare.length === 1 ? "is" : "are"} required`] : [];
      for (const { of, test } of data) {
        if (test) parts.push(`${subjectWords(of, facts)} is required and must be ${wantedWords(test)}`);
      }
      return joinWords(parts, "and");
    }
    case "allow": {
      const parts = data.map(({ of, test }) => {
        const wanted = test ? wantedWords(test) : "anything";
        return `${subjectWords(of, facts)} must be ${wanted}${of.parameter ? " if it is given" : ""}`;
      });
      return joinWords(parts, "and");
    }
    case "forbid": return forbidSentence(data, facts);
    case "count": {
      const [count, members] = data;
      const names = bareNames(members);
      if (!names) return `${countWords(count, "must hold")}: ${listedClauses(members, facts)}`;
      const joined = joinWords(names, "and");
      return {
        exactly_one: `exactly one of ${joined} must be given`,
        at_most_one: `at most one of ${joined} may be given`,
        at_least_one: `at least one of ${joined} must be given`,
        all_or_none: `${joined} must be given together or not at all`,
      }[count];
    }
    case "compare": {
      const [left, relation, right] = comparedWords(data, facts);
      return `${left} must be ${relation} ${right}`;
    }
    case "ensure": return `it must be that ${conditionClause(data, facts)}`;
    case "ignored":
      return `${joinWords(data.map(({ text }) => text), "and")} ${data.length === 1 ? "has" : "have"} no effect`;
    default:
      return joinWords(data.map(([reference, value]) => `${reference.text} is ${value} if it is not given`), "and");
  }
}

function forbidSentence(members, facts) {
  const names = bareNames(members);
  if (names?.length === 1) return `${names[0]} must not be given`;
  if (names) return `none of ${joinWords(names, "and")} may be given`;
  const parts = members.map((member) => {
    const [tag, data] = variantOf(member);
    if (tag === "given") return `${data.text} must not be given`;
    if (tag === "test" && data[1].one_of) {
      return `${subjectWords(data[0], facts)} must not be ${joinWords(data[1].one_of, "or")}`;
    }
    return `it must not be that ${conditionClause(member, facts)}`;
  });
  return joinWords(parts, "and");
}

/** A condition as a clause: "Place is Here and Port is given". */
export function conditionClause(cond, facts) {
  const [tag, data] = variantOf(cond);
  switch (tag) {
    case "given": return `${data.text} is given`;
    case "test": {
      const [of, test] = data;
      return factStatement(of, test, facts) ?? `${subjectWords(of, facts)} ${passesWords(test)}`;
    }
    case "some_item":
      return `some item of ${data[0].text.replace(/(\[\])+$/, "")} has ${joinClauses(data[1], "and", facts)}`;
    case "all": return joinClauses(data, "and", facts);
    case "any": return joinClauses(data, "or", facts);
    case "not": return notClause(data, facts);
    case "absent":
      return data.length === 1
        ? `${data[0].text} is not given`
        : `none of ${joinWords(data.map(({ text }) => text), "and")} is given`;
    case "count": {
      const [count, members] = data;
      const names = bareNames(members);
      if (!names) {
        return `${countWords(count, count === "all_or_none" ? "hold" : "holds")}: ${listedClauses(members, facts)}`;
      }
      const joined = joinWords(names, "and");
      return {
        exactly_one: `exactly one of ${joined} is given`,
        at_most_one: `at most one of ${joined} is given`,
        at_least_one: `at least one of ${joined} is given`,
        all_or_none: `all or none of ${joined} are given`,
      }[count];
    }
    default: {
      const [left, relation, right] = comparedWords(data, facts);
      return `${left} is ${relation} ${right}`;
    }
  }
}

function notClause(inner, facts) {
  const [tag, data] = variantOf(inner);
  if (tag === "given") return `${data.text} is not given`;
  if (tag === "test" && data[1].one_of) {
    const absent = data[0].parameter ? "absent or " : "";
    return `${subjectWords(data[0], facts)} is ${absent}not ${joinWords(data[1].one_of, "or")}`;
  }
  return `it is not so that ${nestedClause(inner, facts)}`;
}

/** How a test reads after "must be": "A or B", "at least 3 and at most 5". */
export function wantedWords(test) {
  if (test.one_of) return joinWords(test.one_of, "or");
  const phrase = ([operator, value]) => ({
    eq: value,
    ne: `anything but ${value}`,
    gt: `greater than ${value}`,
    ge: `at least ${value}`,
    lt: `less than ${value}`,
    le: `at most ${value}`,
    matches: `a match of \`${value}\``,
  })[operator];
  return joinWords(test.each.map(phrase), "and");
}

/** A parameter by its path, a fact by what it says of itself. */
export function subjectWords(of, facts) {
  if (of.parameter) return of.parameter.text;
  return facts.find(({ name }) => name === of.fact)?.says || `$${of.fact}`;
}

/** A boolean fact that says "whether it is so" as a statement: "it is so". */
function factStatement(of, test, facts) {
  if (of.parameter || test.one_of?.length !== 1) return null;
  const fact = facts.find(({ name, kind }) => name === of.fact && kind === "boolean");
  if (!fact?.says?.startsWith("whether ")) return null;
  const clause = fact.says.slice("whether ".length);
  return { true: clause, false: `it is not so that ${clause}` }[test.one_of[0]] ?? null;
}

function passesWords(test) {
  if (test.one_of) return `is ${wantedWords(test)}`;
  const phrase = ([operator, value]) => {
    if (operator === "ne") return `is given and not ${value}`;
    if (operator === "matches") return `matches \`${value}\``;
    return `is ${wantedWords({ each: [[operator, value]] })}`;
  };
  return joinWords(test.each.map(phrase), "and");
}

function joinClauses(conds, word, facts) {
  if (conds.length === 1) return conditionClause(conds[0], facts);
  return conds.map((cond) => nestedClause(cond, facts)).join(` ${word} `);
}

/** A condition inside another one, in parentheses where words would run together. */
function nestedClause(cond, facts) {
  const text = conditionClause(cond, facts);
  const several = (cond.all ?? cond.any ?? []).length > 1;
  return several || (cond.count && !bareNames(cond.count[1])) ? `(${text})` : text;
}

function countWords(count, verb) {
  return {
    exactly_one: `exactly one of these ${verb}`,
    at_most_one: `at most one of these ${verb}`,
    at_least_one: `at least one of these ${verb}`,
    all_or_none: `either all of these ${verb} or none`,
  }[count];
}

function listedClauses(members, facts) {
  return members.map((cond) => conditionClause(cond, facts)).join("; ");
}

/** The names, if every member only asks whether a parameter is given. */
function bareNames(members) {
  return members.every((member) => member.given) ? members.map((member) => member.given.text) : null;
}

function comparedWords(comparison, facts) {
  if (comparison.texts) {
    const [left, equal, right] = comparison.texts;
    return [subjectWords(left, facts), equal ? "equal to" : "different from", subjectWords(right, facts)];
  }
  const [left, relation, right] = comparison.numbers;
  const words = {
    lt: "less than",
    le: "at most",
    gt: "greater than",
    ge: "at least",
    eq: "equal to",
    ne: "different from",
  };
  return [sumWords(left), words[relation], sumWords(right)];
}

function sumWords(terms) {
  const word = ({ minus, operand }, index) => {
    const sign = index === 0 ? (minus ? "-" : "") : minus ? " - " : " + ";
    return sign + (operand.parameter?.text ?? operand.number);
  };
  return terms.map(word).join("");
}
