/** How clients built on librdkafka (C, Python, Go, Node) send a key to a partition by default: not as the Java client does. Source: rdkafka_msg.c, consistent and fnv1a partitioners. */

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 (IEEE 802.3) of the bytes, unsigned. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] as number);
  return (crc ^ 0xffffffff) >>> 0;
}

/** The `consistent` partitioner: CRC-32 modulo the number of partitions. */
export function librdkafkaConsistent(key: Uint8Array, partitions: number): number {
  return crc32(key) % partitions;
}

/** The `fnv1a` partitioner: the absolute value of the signed 32-bit FNV-1a, as Sarama's hash partitioner takes it, modulo the number of partitions. */
export function librdkafkaFnv1a(key: Uint8Array, partitions: number): number {
  let hash = 0x811c9dc5;
  for (const byte of key) hash = Math.imul(hash ^ byte, 0x01000193);
  return (Math.abs(hash | 0) >>> 0) % partitions;
}
