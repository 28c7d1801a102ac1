/** Mermaid text: no name can break out of its place, and the graph is the cast's. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mermaidLabel, sequenceDiagram, topology } from '../../src/projections/index.ts';
import type { Cast } from '../../src/trace/index.ts';
import { actors, paidOrder, smallCast, Telling } from '../support/telling.ts';
import { anyTrace } from './any-trace.ts';

const attacks = [
  '"]; click n0 href "javascript:alert(1)"',
  'end',
  'END',
  '`**bold**`',
  '%%{init: {"securityLevel":"loose"}}%%',
  '<img src=x onerror=alert(1)>',
  '#quot;#lt;script#gt;',
  'a\n  n0 --> n1',
  'a\u2028n0 --> n1',
  'style x:#fff;',
  '$$\\frac{1}{2}$$',
  'fa:fa-user',
  'ﬂ°°34¶ß',
  '@{ shape: circle }',
  ':wrap: long',
  '&quot;',
  '---\nconfig:\n---',
  '\u202Eevil',
  '',
];

const anyLabel = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(...'"\'`#;<>&%[](){}|\\/:-=.~@$*_\n\r\t '.split(''), 'end', 'fa:', '→'),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
  fc.constantFrom(...attacks),
);

/** What Mermaid shows for a label: its own codes turned back. */
function shown(label: string): string {
  return label.replaceAll(/#(\d+);/g, (_, point: string) => String.fromCodePoint(Number(point)));
}

describe('the one way of a name into Mermaid text', () => {
  test('leaves nothing but harmless characters and character codes, over 20,000 names', () => {
    fc.assert(
      fc.property(anyLabel, (name) => {
        const label = mermaidLabel(name);
        const plain = label.replaceAll(/#\d+;/g, '');
        const dangers = [
          /["`#;<>&[\](){}|\\:%@$~*_=/\n\r\t]/.test(plain) && 'a mark of the grammar',
          /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u.test(plain) && 'something unseen',
          /--|(^|\s)-|-(\s|$)/.test(plain) && 'an arrow',
          /(^|\s)(end|subgraph|click|style|class)(\s|$)/i.test(label) && 'a keyword',
          (label === '' || label.trim() !== label) && 'an empty edge',
        ];
        // One expectation for all: this runs 20,000 times.
        expect(dangers.filter((danger) => danger !== false)).toEqual([]);
      }),
      { numRuns: 20_000 },
    );
  });

  test('shows the name as it is, except for what cannot be seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), (name) => {
        const expected = name.trim().replaceAll('$', '＄').replaceAll('\\', '＼');
        fc.pre(expected !== '');
        expect(shown(mermaidLabel(name))).toBe(expected);
      }),
    );
  });

  test('leaves plain names alone', () => {
    expect(mermaidLabel('Payment 2')).toBe('Payment 2');
    expect(mermaidLabel('Café Zürich')).toBe('Café Zürich');
    expect(mermaidLabel('dead-letters, 20 °C')).toBe('dead-letters, 20 #176;C');
    expect(mermaidLabel('end')).toBe('#101;nd');
    expect(mermaidLabel(' \n ')).toBe('?');
  });
});

/** The small cast under hostile names. */
function hostile(names: readonly string[]): Cast {
  const cast = smallCast();
  const name = (index: number): string => names[index % names.length] ?? '';
  return {
    ...cast,
    actors: cast.actors.map((actor, index) => ({ ...actor, name: name(index) })),
    services: cast.services.map((service, index) => ({ ...service, name: name(index) })),
    topics: cast.topics.map((topic, index) => ({ ...topic, id: name(index + 1) })),
    types: cast.types.map((type, index) => ({ ...type, name: name(index + 2) })),
    machines: cast.machines.map((machine) => ({
      ...machine,
      states: machine.states.map((_, index) => name(index)),
    })),
  };
}

describe('the topology', () => {
  test('is the graph of the cast', () => {
    expect(topology(smallCast()).mermaid).toMatchInlineSnapshot(`
      "flowchart TB
        accTitle: Who sends to whom in the orchestration style
        accDescr: Services Orders, Payment. Topics commands, replies, commands.dead-letters. 6 connections.
        n0(["Client<br/>satisfied ×99"])
        n1["Orders<br/>awaitingCharge ×99"]
        n2["Payment<br/>backingOff ×99"]
        n3["commands<br/>commands"]
        n4["replies<br/>replies"]
        n5["commands.dead-letters<br/>dead-letters"]
        n0 -.-> n1
        n1 --> n3
        n2 --> n4
        n4 --> n1
        n3 --> n2
        n2 --> n5
        classDef coordinator stroke-width:3px
        class n1 coordinator
      "
    `);
  });

  test('marks whoever tells the others what to do', () => {
    const marked = (cast: Cast): number =>
      topology(cast).nodes.filter((node) => node.coordinator).length;
    expect(marked(smallCast('orchestration'))).toBe(1);
    expect(marked(smallCast('choreography'))).toBe(0);
  });

  test('has one edge for each pair and direction', () => {
    const pairs = topology(smallCast()).edges.map(({ from, to }) => `${from} ${to}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  test('keeps its number of lines, nodes and edges under any names', () => {
    const tame = topology(smallCast()).mermaid;
    const kept = (text: string, mark: RegExp): number => text.match(mark)?.length ?? 0;
    fc.assert(
      fc.property(fc.array(anyLabel, { minLength: 1, maxLength: 8 }), (names) => {
        const text = topology(hostile(names)).mermaid;
        // Dead letters are found by the name of their topic, so the number of edges is compared without that one.
        expect(kept(text, /^ {2}n\d+[([]/gm)).toBe(kept(tame, /^ {2}n\d+[([]/gm));
        expect(kept(text, /"/g)).toBe(kept(tame, /"/g));
        for (const line of text.trimEnd().split('\n')) {
          expect(line).toMatch(
            /^(flowchart TB| {2}(accTitle|accDescr): [^\n:]+| {2}n\d+\(?\["[^"]+<br\/>[^"]+"\]\)?| {2}n\d+ (-->|-\.->) n\d+| {2}classDef coordinator stroke-width:3px| {2}class [n\d,]+ coordinator)$/,
          );
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the sequence diagram of an order', () => {
  test('shows calls, publications, deliveries and effects', () => {
    const { trace, cast } = paidOrder();
    expect(sequenceDiagram(trace, cast, 1)).toMatchInlineSnapshot(`
      "sequenceDiagram
        accTitle: What happened to order 1
        accDescr: 6 messages between 5 participants.
        participant p0 as Client
        participant p1 as Orders
        participant p2 as commands
        participant p3 as Payment
        participant p4 as replies
        p0->>p1: PlaceOrder
        p1-->>p0: accepted, pending
        p1->>p2: TakePayment
        p2->>p3: TakePayment
        Note over p3: charge in force 42.10
        p3->>p4: PaymentTaken
        p4->>p1: PaymentTaken
        Note over p1: Order completed
      "
    `);
  });

  test('shows losses, redeliveries, suppressed duplicates and crashes', () => {
    const record = { message: 0, order: 1, partition: 0, offset: 0 };
    const { trace, cast } = new Telling()
      .tell('message-created', { by: actors.orders, order: 1, message: 0 }, { type: 1 })
      .tell(
        'produce-sent',
        { by: actors.orders, order: 1, message: 0 },
        { partition: 0, latency: -1, attempt: 1 },
      )
      .tell(
        'produce-sent',
        { by: actors.orders, order: 1, message: 0 },
        { partition: 0, latency: 1, attempt: 2 },
      )
      .deliver({ ...record, to: actors.payment })
      .tell('process-crashed', { by: actors.payment, order: 1 })
      .deliver({ ...record, to: actors.secondPayment, attempt: 2 })
      .tell('duplicate-suppressed', { by: actors.secondPayment, order: 1, message: 0 });
    expect(sequenceDiagram(trace, cast, 1)).toMatchInlineSnapshot(`
      "sequenceDiagram
        accTitle: What happened to order 1
        accDescr: 4 messages between 3 participants.
        participant p0 as Orders
        participant p1 as commands
        participant p2 as Payment
        p0-xp1: TakePayment
        p0->>p1: TakePayment, try 2
        p1->>p2: TakePayment
        Note over p2: Payment 1 crashes
        p1->>p2: TakePayment, delivery 2
        Note over p2: Duplicate of TakePayment suppressed
      "
    `);
  });

  test('says what it leaves out', () => {
    const { trace, cast } = paidOrder();
    const text = sequenceDiagram(trace, cast, 1, { limit: 2 });
    expect(text).toContain('Cut here, 4 of 6 arrows are not shown');
    expect(text.match(/>>/g)).toHaveLength(2);
  });

  test('is made of whole lines under any names and rows', () => {
    fc.assert(
      fc.property(
        anyTrace(),
        fc.array(anyLabel, { minLength: 1, maxLength: 8 }),
        (trace, names) => {
          const text = sequenceDiagram(trace, hostile(names), 1, { limit: 10 });
          for (const line of text.trimEnd().split('\n')) {
            expect(line).toMatch(
              /^(sequenceDiagram| {2}(accTitle|accDescr): [^\n:]+| {2}participant p\d+ as [^:"]+| {2}p\d+(->>|-x|-->>|--x)p\d+: [^:"]+| {2}Note over p\d+: [^:"]+)$/,
            );
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
