// Kleene's three truth values, as numbers: both is the least, either the greatest, not swaps the ends.

export const NO = 0;
export const UNKNOWN = 1;
export const YES = 2;

/** Whether the right number of `members` holds, when at least `surely` and at most `possibly` of them do. */
export function judgeCount(count, members, surely, possibly) {
  const fits = {
    exactly_one: (number) => number === 1,
    at_most_one: (number) => number <= 1,
    at_least_one: (number) => number >= 1,
    all_or_none: (number) => number === 0 || number === members,
  }[count];
  let [every, some] = [true, false];
  for (let number = surely; number <= possibly; number += 1) {
    if (fits(number)) some = true;
    else every = false;
  }
  return every ? YES : some ? UNKNOWN : NO;
}

/** The least truth of some parts, none of which is asked for once it is `NO`. */
export function allOf(parts, truth) {
  let least = YES;
  for (const part of parts) {
    least = Math.min(least, truth(part));
    if (least === NO) break;
  }
  return least;
}

/** Whether an order (negative, 0, positive) stands in a relation. */
export function relationHolds(relation, order) {
  switch (relation) {
    case "lt": return order < 0;
    case "le": return order <= 0;
    case "gt": return order > 0;
    case "ge": return order >= 0;
    case "eq": return order === 0;
    default: return order !== 0;
  }
}
