// SHA-256 (FIPS 180-4), and the search for an answer whose hash begins with zeros. By hand, for it has to be
// tried a million times: the browser's own takes a promise for each. Pure.

const blockBytes = 64;
const rounds = 64;
const roundKeys = new Int32Array(rounds);
const initial = new Int32Array(8);
fillConstants();

/** The first 32 bits of the fractions of square and cube roots of the first primes, as the standard says. */
function fillConstants() {
  const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0;
  let found = 0;
  for (let number = 2; found < rounds; number += 1) {
    let isPrime = true;
    for (let factor = 2; factor * factor <= number; factor += 1) isPrime &&= number % factor !== 0;
    if (!isPrime) continue;
    if (found < initial.length) initial[found] = fraction(Math.sqrt(number));
    roundKeys[found] = fraction(Math.cbrt(number));
    found += 1;
  }
}

const schedule = new Int32Array(rounds);

/** Mixes one block of bytes into a state. */
function compress(state, bytes, offset) {
  for (let word = 0; word < 16; word += 1) {
    const at = offset + word * 4;
    schedule[word] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let word = 16; word < rounds; word += 1) {
    const one = schedule[word - 15];
    const two = schedule[word - 2];
    const small0 = ((one >>> 7) | (one << 25)) ^ ((one >>> 18) | (one << 14)) ^ (one >>> 3);
    const small1 = ((two >>> 17) | (two << 15)) ^ ((two >>> 19) | (two << 13)) ^ (two >>> 10);
    schedule[word] = (schedule[word - 16] + small0 + schedule[word - 7] + small1) | 0;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let round = 0; round < rounds; round += 1) {
    const big1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const first = (h + big1 + ((e & f) ^ (~e & g)) + roundKeys[round] + schedule[round]) | 0;
    const big0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

/** Ends a message: a one, zeros, and its length in bits. @returns {number} the bytes that are to be mixed */
function pad(bytes, length, bitCount) {
  const end = length + 9 <= blockBytes ? blockBytes : 2 * blockBytes;
  bytes.fill(0, length, end);
  bytes[length] = 0x80;
  new DataView(bytes.buffer).setUint32(end - 4, bitCount);
  return end;
}

/** What many messages have in common is mixed in once. */
class Prefix {
  /** @param {Uint8Array} bytes of less than half a gigabit */
  constructor(bytes) {
    this.length = bytes.length;
    this.state = initial.slice();
    const whole = bytes.length - (bytes.length % blockBytes);
    for (let offset = 0; offset < whole; offset += blockBytes) compress(this.state, bytes, offset);
    this.rest = bytes.subarray(whole);
    this.tail = new Uint8Array(2 * blockBytes);
    this.result = new Int32Array(8);
  }

  /** @param {Uint8Array} suffix at most 64 bytes, less where the rest leaves no room @returns {Int32Array} */
  hash(suffix) {
    const { rest, tail, result } = this;
    tail.set(rest);
    tail.set(suffix, rest.length);
    const length = rest.length + suffix.length;
    const end = pad(tail, length, (this.length + suffix.length) * 8);
    result.set(this.state);
    for (let offset = 0; offset < end; offset += blockBytes) compress(result, tail, offset);
    return result;
  }
}

/** @param {Uint8Array} bytes @returns {Uint8Array} their hash, of 32 bytes */
export function sha256(bytes) {
  const hash = new Uint8Array(32);
  const view = new DataView(hash.buffer);
  new Prefix(bytes).hash(new Uint8Array(0)).forEach((word, number) => view.setInt32(number * 4, word));
  return hash;
}

/** @param {Int32Array} words @param {number} bits @returns {boolean} whether they begin with so many zeros */
function beginsWithZeros(words, bits) {
  const whole = bits >>> 5;
  for (let word = 0; word < whole; word += 1) if (words[word] !== 0) return false;
  const rest = bits & 31;
  return rest === 0 || words[whole] >>> (32 - rest) === 0;
}

/**
 * @param {string} nonce
 * @param {number} bits that have to be zero, at most 255
 * @param {{first?: number, count?: number}} [range] answers to try
 * @returns {string | null} the first answer of which the hash of `NONCE:ANSWER` is right; null: none is
 */
export function findAnswer(nonce, bits, { first = 0, count = Number.MAX_SAFE_INTEGER } = {}) {
  const prefix = new Prefix(new TextEncoder().encode(`${nonce}:`));
  let digits = digitsOf(first);
  for (let tried = 0; tried < count; tried += 1) {
    if (beginsWithZeros(prefix.hash(digits), bits)) return String(first + tried);
    digits = digitsAfter(digits);
  }
  return null;
}

const zero = 48;
const nine = 57;

function digitsOf(number) {
  return Uint8Array.from(String(number), (digit) => zero + Number(digit));
}

/** The digits of the next number; in place, but for a carry past the first. */
function digitsAfter(digits) {
  let place = digits.length - 1;
  while (place >= 0 && digits[place] === nine) {
    digits[place] = zero;
    place -= 1;
  }
  if (place < 0) return Uint8Array.of(zero + 1, ...digits);
  digits[place] += 1;
  return digits;
}
