/** Whether a step gave what it should: the same events in the same order. How an answer is spelled does not matter. */

/** Whether two lists of events say the same. */
export function sameEvents(given: readonly string[], wanted: readonly string[]): boolean {
  return given.map(plain).join('; ') === wanted.map(plain).join('; ');
}

/** An event in the one spelling that is compared. */
function plain(event: string): string {
  const [what = '', ...rest] = event.trim().split(/\s+/);
  const text = rest.join(' ');
  if (what === 'polled') return `polled ${inOrder(text.split(',')).join()}`;
  if (what === 'assigned' || what === 'revoked' || what === 'lost')
    return `${what} ${text.split(',').toSorted().join()}`;
  if (what === 'position') return `position ${/(\d+)\D*$/.exec(text)?.[1] ?? text}`;
  if (what === 'committed-offsets') return `committed-offsets ${offsets(text)}`;
  // Some sentences name the addresses of brokers.
  if (what === 'exception' && text.startsWith('OffsetOutOfRange')) return text.split(':')[0] ?? '';
  return event.trim();
}

/** By partition; those of one partition in the order in which they came. */
function inOrder(records: readonly string[]): readonly string[] {
  const partitionOf = (record: string) => record.trim().split('@')[0] ?? '';
  return records.toSorted((left, right) => compare(partitionOf(left), partitionOf(right)));
}

/** Partitions without an offset may be left out. */
function offsets(text: string): string {
  return text
    .replaceAll(/[{}]/g, '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && !/=(null|none|-1)$/.test(each))
    .toSorted()
    .join();
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
