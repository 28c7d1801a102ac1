/** The hash by which Kafka's Java client sends a key to a partition. Source: org.apache.kafka.common.utils.Utils#murmur2, BuiltInPartitioner#partitionForKey. */

const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/** MurmurHash2 of the bytes as a signed 32-bit number, exactly as Kafka computes it. */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  let hash = seed ^ length;
  const whole = length & ~3;
  for (let i = 0; i < whole; i += 4) {
    let k =
      byte(bytes, i) |
      (byte(bytes, i + 1) << 8) |
      (byte(bytes, i + 2) << 16) |
      (byte(bytes, i + 3) << 24);
    k = Math.imul(k, multiplier);
    k ^= k >>> 24;
    k = Math.imul(k, multiplier);
    hash = Math.imul(hash, multiplier) ^ k;
  }
  const rest = length - whole;
  if (rest > 0) {
    for (let i = rest - 1; i >= 0; i--) hash ^= byte(bytes, whole + i) << (8 * i);
    hash = Math.imul(hash, multiplier);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, multiplier);
  return hash ^ (hash >>> 15);
}

/** The partition of a keyed record: `(murmur2(key) & 0x7fffffff) % partitions`. */
export function partitionForKey(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

/** The bytes of a text in UTF-8, as Kafka's StringSerializer gives them. Lone surrogates become "?", as in Java. */
export function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point >= 0xd800 && point <= 0xdfff) bytes.push(0x3f);
    else if (point < 0x10000)
      bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else
      bytes.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 63),
        0x80 | ((point >> 6) & 63),
        0x80 | (point & 63),
      );
  }
  return new Uint8Array(bytes);
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}
