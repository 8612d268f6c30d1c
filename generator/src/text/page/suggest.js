// "Did you mean": the nearest of some names.

/** The candidate nearest to a name, another spelling of its case or few edits away; `null` if none is near. */
export function nearestName(name, candidates) {
  const size = utf8Length(name);
  // Distances to something very long say nothing and cost much.
  if (size > 200) return null;
  const folded = [...name.toLowerCase()];
  const limit = Math.min(Math.max(Math.floor(folded.length / 3), 1), 4);
  let best = null;
  let least = limit + 1;
  for (const candidate of candidates) {
    if (utf8Length(candidate) > size + 16) continue;
    const distance = editDistance(folded, [...candidate.toLowerCase()]);
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

function utf8Length(text) {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0);
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/** How many characters are added, removed, changed or swapped with their neighbour, by Damerau and Levenshtein. */
function editDistance(left, right) {
  const most = left.length + right.length;
  const rows = Array.from({ length: left.length + 2 }, () => new Array(right.length + 2).fill(0));
  rows[0].fill(most);
  for (let i = 0; i <= left.length; i += 1) {
    rows[i + 1][0] = most;
    rows[i + 1][1] = i;
  }
  for (let j = 0; j <= right.length; j += 1) rows[1][j + 1] = j;
  const seen = new Map();
  for (let i = 1; i <= left.length; i += 1) {
    let matched = 0;
    for (let j = 1; j <= right.length; j += 1) {
      const row = seen.get(right[j - 1]) ?? 0;
      const same = left[i - 1] === right[j - 1];
      const before = matched;
      if (same) matched = j;
      rows[i + 1][j + 1] = Math.min(
        rows[i][j] + (same ? 0 : 1),
        rows[i + 1][j] + 1,
        rows[i][j + 1] + 1,
        rows[row][before] + (i - row - 1) + 1 + (j - before - 1),
      );
    }
    seen.set(left[i - 1], i);
  }
  return rows[left.length + 1][right.length + 1];
}
