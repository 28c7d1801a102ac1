/** Texts that are too large or too deep to keep as files, each with what must be told of it. */
import { smallShop } from './files.ts';

/** A text, and "code path" of each problem. */
export interface HostileText {
  readonly name: string;
  readonly text: string;
  readonly told: readonly string[];
}

const many = (count: number, entry: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => entry(index)).join(',');

/** The small shop with one of its members replaced. */
function shopWith(name: string, value: string): string {
  const members = Object.entries(JSON.parse(smallShop) as Record<string, unknown>);
  const texts = members
    .filter(([each]) => each !== name)
    .map(([each, member]) => `"${each}": ${JSON.stringify(member)}`);
  return `{ ${[...texts, `"${name}": ${value}`].join(', ')} }`;
}

const topic = (index: number) => `{ "id": "t${index}", "partitions": 1, "carries": "events" }`;
const step = (index: number) =>
  `{ "id": "s${index}", "service": "order", "after": [], "command": "Do${index}", "done": "Done${index}", "work": { "minMs": 1, "maxMs": 1 } }`;
const megabyte = 1_000_000;

export const hostileTexts: readonly HostileText[] = [
  { name: 'lists 10 000 deep', text: '['.repeat(10_000) + ']'.repeat(10_000), told: ['too-deep'] },
  { name: 'lists 500 000 deep', text: '['.repeat(500_000), told: ['too-deep'] },
  { name: 'objects 10 000 deep', text: '{"a":'.repeat(10_000), told: ['too-deep'] },
  {
    name: 'depth below a known field',
    text: shopWith('faults', '['.repeat(40)),
    told: ['too-deep'],
  },
  { name: 'a text over a megabyte', text: ' '.repeat(megabyte + 1), told: ['too-large'] },
  {
    name: 'a text over a megabyte in bytes only',
    text: `"${'€'.repeat(megabyte / 3)}"`,
    told: ['too-large'],
  },
  { name: 'too many values', text: `[${many(20_000, String)}]`, told: ['too-many-values'] },
  { name: 'a megabyte of digits', text: '1'.repeat(megabyte), told: ['wrong-type'] },
  {
    name: 'a megabyte of escapes',
    text: `{ "title": "${'\\n'.repeat(megabyte / 2 - 20)}" }`,
    told: [
      'missing-field baton',
      'text-too-long title',
      ...['broker', 'network', 'services', 'flow', 'workload'].map(
        (name) => `missing-field ${name}`,
      ),
    ],
  },
  {
    name: 'thousands of duplicate keys',
    text: `{${many(19_000, () => '\n"a": 1')}}`,
    told: [...Array<string>(200).fill('duplicate-key a'), 'too-many-problems'],
  },
  {
    name: 'thousands of unknown fields',
    text: `{${many(19_000, (index) => `"titel${index}": 1`)}}`,
    told: [
      ...Array.from({ length: 200 }, (_, index) => `unknown-field titel${index}`),
      'too-many-problems',
    ],
  },
  {
    name: 'too many topics',
    text: shopWith('broker', `{ "profile": "kafka", "topics": [${many(51, topic)}] }`),
    told: ['too-many broker.topics'],
  },
  {
    name: 'too many services',
    text: shopWith('services', `[${many(41, (index) => `{ "id": "s${index}", "name": "S" }`)}]`),
    told: ['too-many services'],
  },
  {
    name: 'too many steps',
    text: shopWith(
      'flow',
      `{ "owner": "order", "placed": "OrderPlaced", "steps": [${many(61, step)}] }`,
    ),
    told: ['too-many flow.steps'],
  },
  {
    name: 'too many faults',
    text: shopWith('faults', `[${many(101, () => '{ "effect": { "kind": "lose" } }')}]`),
    told: ['too-many faults'],
  },
  {
    name: 'too many promises',
    text: shopWith(
      'promises',
      `[${many(41, (index) => `{ "id": "p${index}", "text": "P", "kind": "nothing-lost" }`)}]`,
    ),
    told: ['too-many promises'],
  },
];
