/** Vectors of the hashes by which Kafka's clients send a key to a partition. */
import {
  crc32,
  librdkafkaConsistent,
  librdkafkaFnv1a,
  murmur2,
  partitionForKey,
  utf8,
} from '../../broker/index.ts';
import { Tallying, fieldsOf, listOf, type VectorRunner } from './vector-file.ts';

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function isCase(value: unknown): boolean {
  const fields = fieldsOf(value);
  return typeof fields['keyHex'] === 'string' && typeof fields['murmur2'] === 'number';
}

/** Runs keys through murmur2 and, where a case has them, through librdkafka's hashes. */
export const partitioners: VectorRunner = {
  name: 'keys to partitions',
  recognises: (file) =>
    listOf(fieldsOf(file)['cases']).length > 0 && listOf(fieldsOf(file)['cases']).every(isCase),
  run: (file) => {
    const tally = new Tallying();
    for (const each of listOf(fieldsOf(file)['cases'])) {
      const fields = fieldsOf(each);
      const hex = String(fields['keyHex']);
      const key = bytesOf(hex);
      const name = (what: string) => `key 0x${hex}, ${what}`;
      tally.expect(name('murmur2'), murmur2(key), fields['murmur2']);
      if (fields['positive'] !== undefined)
        tally.expect(name('positive'), murmur2(key) & 0x7fffffff, fields['positive']);
      if (typeof fields['keyUtf8'] === 'string')
        tally.expect(name('UTF-8'), [...utf8(fields['keyUtf8'])], [...key]);
      if (fields['crc32'] !== undefined) tally.expect(name('crc32'), crc32(key), fields['crc32']);
      const partitions: readonly (readonly [string, (key: Uint8Array, count: number) => number])[] =
        [
          ['partition', partitionForKey],
          ['crc32Partition', librdkafkaConsistent],
          ['fnv1aPartition', librdkafkaFnv1a],
        ];
      for (const [field, partition] of partitions) {
        for (const [count, expected] of Object.entries(fieldsOf(fields[field]))) {
          tally.expect(name(`${field} of ${count}`), partition(key, Number(count)), expected);
        }
      }
    }
    return tally.done();
  },
};
