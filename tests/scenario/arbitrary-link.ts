/** Random links that are valid: every field appears, with and without its default. */
import fc from 'fast-check';
import type {
  Link,
  LinkedAction,
  LinkedRun,
  LinkedScenario,
  LinkedSelection,
} from '../../src/scenario/index.ts';
import { styles } from '../../src/trace/index.ts';
import { anyScenario } from './arbitrary-scenario.ts';

const upTo = (max: number, min = 0) => fc.integer({ min, max });
const micros = fc.maxSafeNat().map((value) => value % 31_536_000_000_000);
const style = fc.constantFrom(...styles);
const id = fc.constantFrom('a', 'payment', 'order-fulfilment-naive');
const label = fc.constantFrom('0.1.0', 'Orders completed', '注文', '😀');

const scenario: fc.Arbitrary<LinkedScenario> = fc.oneof(
  id.map((slug) => ({ kind: 'slug' as const, slug })),
  fc.string({ unit: 'binary', maxLength: 400 }).map((text) => ({ kind: 'text' as const, text })),
  // Half characters too: a text is kept as it was typed.
  fc.constant({ kind: 'text' as const, text: 'a\ud800b\u0000\u202e"\\\n' }),
);

const action: fc.Arbitrary<LinkedAction> = fc.oneof(
  fc
    .tuple(micros, anyScenario)
    .filter(([, { faults }]) => faults.length > 0)
    .map(([atMicros, { faults }]) => {
      // Safe: there is at least one.
      const fault = faults[0] as (typeof faults)[number];
      return { kind: 'inject' as const, atMicros, fault };
    }),
  fc.record({
    kind: fc.constant('switch' as const),
    atMicros: micros,
    service: id,
    name: fc.constantFrom('inbox', 'outbox'),
    on: fc.boolean(),
  }),
);

const selection: fc.Arbitrary<LinkedSelection> = fc.oneof(
  fc.record({ kind: fc.constant('row' as const), style, row: upTo(2_000_000) }),
  fc.record({ kind: fc.constant('order' as const), order: upTo(20_000, 1) }),
  fc.record({ kind: fc.constant('service' as const), service: id }),
);

const run: fc.Arbitrary<LinkedRun> = fc.record({
  style,
  untilMicros: micros,
  hash: fc.stringMatching(/^[0-9a-f]{16}$/),
  figures: fc.array(fc.record({ name: label, value: upTo(1_000_000, -1_000_000) }), {
    maxLength: 4,
  }),
  broken: fc.array(id, { maxLength: 3 }),
});

/** Any link that can be written. */
export const anyLink: fc.Arbitrary<Link> = fc.record(
  {
    scenario,
    seed: upTo(0xffff_ffff),
    styles: fc.uniqueArray(style, { minLength: 1 }),
    repaired: fc.boolean(),
    actions: fc.array(action, { maxLength: 3 }),
    atMicros: micros,
    selection,
    engine: label,
    runs: fc.array(run, { maxLength: 3 }),
  },
  { requiredKeys: ['scenario', 'styles', 'repaired', 'actions', 'engine', 'runs'] },
);
