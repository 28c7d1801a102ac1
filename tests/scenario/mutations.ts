/** Random damage to a file that was fine: members deleted, renamed, repeated, swapped or given other values. */
import fc from 'fast-check';

interface Change {
  readonly kind: 'delete' | 'replace' | 'rename' | 'repeat' | 'move';
  /** Which places are meant, modulo how many there are. */
  readonly at: number;
  readonly from: number;
  readonly value: unknown;
  readonly name: string;
}

type Holder = unknown[] | Record<string, unknown>;

const names = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'id', 'kind', 'toString', '', 'stepz', '$schema'),
  fc.constantFrom('refused', 'stock', 'effect', 'deadLetter', 'timeout', 'after', 'faults'),
  fc.string({ maxLength: 8 }),
);

const values = fc.oneof(
  fc.constantFrom<unknown>(0, 1, -1, 0.5, 65, 20_001, 2 ** 53, 1e308, null, true, false, ''),
  fc.constantFrom<unknown>('payment', 'shipping', 'stock', 'external', 'customer', 'direct', '   '),
  fc.constantFrom<unknown>('a\u202eb', '\ud800', 'x'.repeat(81), [], {}, { in: 1, of: 3 }, [
    'payment',
  ]),
  fc.jsonValue({ maxDepth: 3 }),
);

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('delete', 'replace', 'replace', 'rename', 'repeat', 'move'),
  at: fc.nat(9_999),
  from: fc.nat(9_999),
  value: values,
  name: names,
});

/** The text with one to four random changes. */
export function damaged(text: string): fc.Arbitrary<string> {
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const top: Holder = { root: JSON.parse(text) as unknown };
    for (const each of changes) apply(top, each);
    return JSON.stringify(top['root'] ?? null);
  });
}

function apply(top: Holder, { kind, at, from, value, name }: Change): void {
  const places = placesIn(top);
  const place = places[at % places.length];
  const source = places[from % places.length];
  if (place === undefined || source === undefined) return;
  const [holder, key] = place;
  if (kind === 'delete') remove(holder, key);
  if (kind === 'replace') put(holder, key, structuredClone(value));
  if (kind === 'move') put(holder, key, structuredClone(valueAt(source)));
  if (kind === 'repeat' && Array.isArray(holder)) holder.push(structuredClone(valueAt(place)));
  if (kind === 'rename' && !Array.isArray(holder)) {
    const kept = valueAt(place);
    remove(holder, key);
    put(holder, name, kept);
  }
}

function valueAt([holder, key]: readonly [Holder, string]): unknown {
  return Object.getOwnPropertyDescriptor(holder, key)?.value;
}

// Defined and not assigned: "__proto__" must become a field like any other.
function put(holder: Holder, key: string, value: unknown): void {
  const field = { value, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(holder, key, field);
}

function remove(holder: Holder, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

function placesIn(top: Holder): (readonly [Holder, string])[] {
  const places: (readonly [Holder, string])[] = [];
  const waiting: Holder[] = [top];
  for (let holder = waiting.pop(); holder !== undefined; holder = waiting.pop()) {
    for (const key of Object.keys(holder)) {
      places.push([holder, key]);
      const inside = valueAt([holder, key]);
      if (typeof inside === 'object' && inside !== null) waiting.push(inside as Holder);
    }
  }
  return places;
}
