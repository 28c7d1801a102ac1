/** The small dialect of Markdown: what it understands, what it refuses, and that nothing is lost on the way back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readProse } from '../../src/lessons/prose/blocks.ts';
import { asSource, writeProse } from '../../src/lessons/prose/markdown.ts';
import { wordCount, type Inline, type Prose } from '../../src/lessons/prose/tree.ts';
import { LessonProblems } from '../../src/lessons/reading/problems.ts';

function read(source: string): { prose: Prose; codes: readonly string[] } {
  const problems = new LessonProblems();
  const prose = readProse(source, 'here', problems);
  return { prose, codes: problems.all().map(({ code }) => code) };
}

const letters = fc.stringMatching(/^[a-z]{1,8}$/);
const words = fc.array(letters, { minLength: 1, maxLength: 3 }).map((each) => each.join(' '));
const plain: fc.Arbitrary<Inline> = words.map((text) => ({ kind: 'text', text }));
const inline: fc.Arbitrary<Inline> = fc.oneof(
  words.map((text): Inline => ({ kind: 'code', text })),
  letters.map((name): Inline => ({ kind: 'blank', name })),
  plain.map((piece): Inline => ({ kind: 'strong', inside: [piece] })),
  plain.map((piece): Inline => ({ kind: 'emphasis', inside: [piece] })),
  fc
    .tuple(letters, plain)
    .map(([term, piece]): Inline => ({ kind: 'term', term, inside: [piece] })),
);
/** Pieces with words between them, as people write them. */
const line = fc
  .array(fc.tuple(words, inline), { minLength: 1, maxLength: 4 })
  .map((pairs) =>
    pairs.flatMap(([text, piece], index): Inline[] => [
      { kind: 'text', text: `${index === 0 ? '' : ' '}${text} ` },
      piece,
    ]),
  );
const prose: fc.Arbitrary<Prose> = fc.array(
  fc.oneof(
    line.map((each) => ({ kind: 'paragraph' as const, line: each })),
    fc.record({
      kind: fc.constant('list' as const),
      isOrdered: fc.boolean(),
      items: fc.array(line, { minLength: 1, maxLength: 4 }),
    }),
  ),
  { minLength: 1, maxLength: 4 },
);

describe('prose', () => {
  test('becomes paragraphs, lists, emphasis, strong, code, terms and blanks', () => {
    const { prose: tree, codes } = read(
      'An **old** _story_ of `x < 1`,\ntold by [events](glossary:event).\n\n- one\n- {two}',
    );
    expect(codes).toEqual([]);
    expect(tree).toEqual([
      {
        kind: 'paragraph',
        line: [
          { kind: 'text', text: 'An ' },
          { kind: 'strong', inside: [{ kind: 'text', text: 'old' }] },
          { kind: 'text', text: ' ' },
          { kind: 'emphasis', inside: [{ kind: 'text', text: 'story' }] },
          { kind: 'text', text: ' of ' },
          { kind: 'code', text: 'x < 1' },
          { kind: 'text', text: ', told by ' },
          { kind: 'term', term: 'event', inside: [{ kind: 'text', text: 'events' }] },
          { kind: 'text', text: '.' },
        ],
      },
      {
        kind: 'list',
        isOrdered: false,
        items: [[{ kind: 'text', text: 'one' }], [{ kind: 'blank', name: 'two' }]],
      },
    ]);
  });

  test('that is written comes back as the same tree', () => {
    fc.assert(
      fc.property(prose, (tree) => {
        const back = read(writeProse(tree, asSource));
        expect(back.codes).toEqual([]);
        expect(back.prose).toEqual(tree);
      }),
    );
  });

  test.each([
    ['<b>bold</b>', 'raw-html'],
    ['a <!-- comment -->', 'raw-html'],
    ['![a picture](x.png)', 'foreign-markdown'],
    ['# A heading', 'foreign-markdown'],
    ['> quoted', 'foreign-markdown'],
    ['| a | table |', 'foreign-markdown'],
    ['- a\n  - nested', 'foreign-markdown'],
    ['[out](https://example.org)', 'unknown-link'],
    ['[bad](javascript:alert)', 'unknown-link'],
    ['an *open mark', 'open-mark'],
    ['an `open code', 'open-mark'],
    ['a {blank', 'open-mark'],
    ['a [link', 'open-mark'],
  ])('refuses %j', (source, code) => {
    expect(read(source).codes).toContain(code);
  });

  test('lets a backslash take a mark its meaning', () => {
    const { prose: tree, codes } = read('2 \\* 3 \\< 7 \\[sic\\]');
    expect(codes).toEqual([]);
    expect(tree).toEqual([
      { kind: 'paragraph', line: [{ kind: 'text', text: '2 * 3 < 7 [sic]' }] },
    ]);
  });

  test('of any kind never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => void read(text)),
    );
  });

  test('is counted in words that carry letters or digits', () => {
    expect(wordCount('Two words - and 3 more…')).toBe(5);
  });
});
