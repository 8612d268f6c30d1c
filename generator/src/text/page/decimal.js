// Exact decimal numbers: what bounds, comparisons and `number` parameters are computed with; never a binary fraction.

/** Numbers beyond so many digits before or after the point are refused, so that no sum can be arbitrarily long. */
const MOST_DIGITS = 10000;

/** Zero. A decimal is `units / 10^scale`: a BigInt without trailing zeros, and a number. */
export const ZERO = { units: 0n, scale: 0 };

/** Reads `-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?`; `null` for what is no number, or one with too many digits. */
export function readDecimal(text) {
  const parts = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?)([0-9]+))?$/.exec(text);
  if (!parts) return null;
  const [, minus, whole, fraction = "", sign, power = "0"] = parts;
  // A power too long for a number is out of range whatever the mantissa, except for zero.
  const size = Math.min(Number(power), 1e15);
  return normalDecimal(minus, whole + fraction, whole.length + (sign === "-" ? -size : size));
}

/** The number `0.digits × 10^exponent`. */
function normalDecimal(minus, digits, exponent) {
  const first = digits.search(/[1-9]/);
  if (first < 0) return ZERO;
  let end = digits.length;
  while (digits[end - 1] === "0") end -= 1;
  const top = exponent - first;
  const lowest = top - (end - first);
  if (top > MOST_DIGITS || lowest < -MOST_DIGITS) return null;
  return { units: BigInt(minus + digits.slice(first, end)), scale: -lowest };
}

/** Less than, equal to or greater than 0, as the first is less than, equal to or greater than the second. */
export function compareDecimals(left, right) {
  const scale = Math.max(left.scale, right.scale);
  const [a, b] = [unitsAt(left, scale), unitsAt(right, scale)];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The exact sum; one with too many digits is the larger of the two. */
export function addDecimals(left, right) {
  const scale = Math.max(left.scale, right.scale);
  const sum = unitsAt(left, scale) + unitsAt(right, scale);
  const digits = sum < 0n ? (-sum).toString() : sum.toString();
  const normal = normalDecimal(sum < 0n ? "-" : "", digits, digits.length - scale);
  return normal ?? (compareSizes(left, right) < 0 && left.units < 0n !== right.units < 0n ? right : left);
}

/** The number with the other sign. */
export function negateDecimal(number) {
  return { units: -number.units, scale: number.scale };
}

function compareSizes(left, right) {
  const size = (number) => ({ units: number.units < 0n ? -number.units : number.units, scale: number.scale });
  return compareDecimals(size(left), size(right));
}

function unitsAt(number, scale) {
  return number.scale === scale ? number.units : number.units * 10n ** BigInt(scale - number.scale);
}

/** The number as an integer of 64 bits (a BigInt); `null` if it has a fraction or does not fit. */
export function decimalToInteger(number) {
  if (number.scale > 0 || number.scale < -19) return null;
  return fitsBits(unitsAt(number, 0), 64);
}

/** A BigInt, or `null` if it does not fit. */
export function fitsBits(integer, bits) {
  return BigInt.asIntN(bits, integer) === integer ? integer : null;
}

/** Plain notation, never an exponent. */
export function decimalToText(number) {
  const minus = number.units < 0n ? "-" : "";
  const digits = (number.units < 0n ? -number.units : number.units).toString();
  if (number.scale <= 0) return minus + digits + (number.units === 0n ? "" : "0".repeat(-number.scale));
  const padded = digits.padStart(number.scale + 1, "0");
  return `${minus}${padded.slice(0, -number.scale)}.${padded.slice(-number.scale)}`;
}
