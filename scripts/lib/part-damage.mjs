import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Numbers that readers stumble over. */
const NUMBERS = [
  '0',
  '-1',
  '1e308',
  '-1e308',
  '1e-320',
  'NaN',
  'Infinity',
  '4294967295',
  '2147483648',
  '65536',
  '0.0000001',
  '',
  '1e9',
  '-0',
];

/**
 * Damages a good file: bits, cuts, copies, pieces of another file, numbers, and for an archive what is inside it.
 * `random` gives numbers in [0, 1).
 */
export function damage(seed, other, random) {
  let bytes = Buffer.from(seed.bytes);
  const rounds = 1 + Math.floor(random() * 3);
  for (let i = 0; i < rounds; i++) bytes = one(bytes, other.bytes, random);
  return bytes;
}

function one(bytes, other, random) {
  const zip = bytes.length > 4 && bytes.readUInt32LE(0) === 0x04034b50;
  if (zip && random() < 0.6) return insideZip(bytes, other, random) ?? bits(bytes, random);
  const text = !bytes.subarray(0, 2000).includes(0);
  const ways = text ? [bits, cut, numbers, numbers, lines, splice] : [bits, bits, cut, wide, repeat, splice];
  return ways[Math.floor(random() * ways.length)](bytes, random, other);
}

const place = (bytes, random) => Math.floor(random() * (bytes.length + 1));

function bits(bytes, random) {
  if (bytes.length === 0) return bytes;
  const changed = Buffer.from(bytes);
  // Headers hold counts and sizes: every second time they are hit.
  const room = random() < 0.5 ? Math.min(200, bytes.length) : bytes.length;
  const count = 1 + Math.floor(random() * 8);
  for (let i = 0; i < count; i++) changed[Math.floor(random() * room)] ^= 1 << Math.floor(random() * 8);
  return changed;
}

const cut = (bytes, random) =>
  random() < 0.8 ? bytes.subarray(0, place(bytes, random)) : bytes.subarray(place(bytes, random));

function splice(bytes, random, other) {
  const [from, to] = [place(other, random), place(other, random)].sort((a, b) => a - b);
  const at = place(bytes, random);
  const over = random() < 0.5 ? to - from : 0;
  return Buffer.concat([
    bytes.subarray(0, at),
    other.subarray(from, Math.min(to, from + 20_000)),
    bytes.subarray(Math.min(bytes.length, at + over)),
  ]);
}

function repeat(bytes, random) {
  const [from, to] = [place(bytes, random), place(bytes, random)].sort((a, b) => a - b);
  const piece = bytes.subarray(from, Math.min(to, from + 5000));
  return Buffer.concat([
    bytes.subarray(0, to),
    ...Array.from({ length: 1 + Math.floor(random() * 5) }, () => piece),
    bytes.subarray(to),
  ]);
}

/** A number of four bytes, as a count, a size or a float. */
function wide(bytes, random) {
  if (bytes.length < 4) return bytes;
  const changed = Buffer.from(bytes);
  const values = [0, 1, 0xffffffff, 0x7fffffff, 0x80000000, 0x7f800000, 0x7fc00000, 0x00000001, 0x7149f2ca];
  changed.writeUInt32LE(values[Math.floor(random() * values.length)], Math.min(place(bytes, random), bytes.length - 4));
  return changed;
}

function numbers(bytes, random) {
  const text = bytes.toString('latin1');
  const found = [...text.matchAll(/-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g)];
  if (found.length === 0) return bits(bytes, random);
  const { 0: number, index } = found[Math.floor(random() * found.length)];
  const another =
    random() < 0.3 ? found[Math.floor(random() * found.length)][0] : NUMBERS[Math.floor(random() * NUMBERS.length)];
  return Buffer.from(text.slice(0, index) + another + text.slice(index + number.length), 'latin1');
}

/** Lines left out, doubled or put elsewhere; many times over now and then. */
function lines(bytes, random) {
  const list = bytes.toString('latin1').split(/(?<=\n)/);
  const from = Math.floor(random() * list.length);
  const piece = list.slice(from, from + 1 + Math.floor(random() * 20));
  const way = random();
  if (way < 0.4) list.splice(from, piece.length);
  else
    list.splice(
      Math.floor(random() * list.length),
      0,
      ...Array.from({ length: way < 0.9 ? 1 : 50 }, () => piece).flat(),
    );
  return Buffer.from(list.join(''), 'latin1');
}

/** Takes the first deflated member out, damages it, and puts it back with sizes that fit, or that lie. */
function insideZip(bytes, other, random) {
  const central = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  const members = [];
  for (let at = central; at >= 0 && at + 46 <= bytes.length && bytes.readUInt32LE(at) === 0x02014b50;) {
    const [nameLength, extra, comment] = [28, 30, 32].map((k) => bytes.readUInt16LE(at + k));
    members.push({
      at,
      local: bytes.readUInt32LE(at + 42),
      size: bytes.readUInt32LE(at + 20),
      method: bytes.readUInt16LE(at + 10),
    });
    at += 46 + nameLength + extra + comment;
  }
  const member = members[Math.floor(random() * members.length)];
  if (!member || member.method !== 8 || member.local + 30 > bytes.length) return undefined;
  const start = member.local + 30 + bytes.readUInt16LE(member.local + 26) + bytes.readUInt16LE(member.local + 28);
  // Where an earlier damage has hit a size or a place, there is no member to be taken out.
  if (start + member.size > central) return undefined;
  let content;
  try {
    content = inflateRawSync(bytes.subarray(start, start + member.size), { maxOutputLength: 10_000_000 });
  } catch {
    return undefined;
  }
  const packed = deflateRawSync(one(content, other, random));
  const changed = Buffer.concat([bytes.subarray(0, start), packed, bytes.subarray(start + member.size)]);
  const moved = packed.length - member.size;
  for (const { at, local } of members) {
    if (local > member.local) changed.writeUInt32LE((local + moved) >>> 0, at + moved + 42);
  }
  changed.writeUInt32LE(random() < 0.9 ? packed.length : 17, member.at + moved + 20);
  const end = changed.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end >= 0 && end + 22 <= changed.length) changed.writeUInt32LE((central + moved) >>> 0, end + 16);
  return changed;
}
