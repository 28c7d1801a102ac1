/** The published JSON Schema is up to date, helps an editor, and agrees with the reader on the shape of files. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scenario as scenarioShape } from '../../src/scenario/description/scenario.ts';
import { scenarioSchema } from '../../src/scenario/index.ts';
import { parseJson } from '../../src/scenario/json/parse-json.ts';
import { ProblemList } from '../../src/scenario/problems.ts';
import { fileText, namesIn, smallShop } from './files.ts';
import { damaged } from './mutations.ts';

const schema = scenarioSchema();
const fitsSchema = new Ajv2020({ strict: true }).compile(schema);

/** What the reader says of the shape; undefined when the text is refused before. */
function fitsReader(text: string): boolean | undefined {
  const problems = new ProblemList();
  const json = parseJson(text, problems);
  if (json === undefined || problems.count > 0) return undefined;
  return scenarioShape.read(json, '', problems) !== undefined && problems.count === 0;
}

function expectAgreement(text: string): void {
  const fits = fitsReader(text);
  if (fits !== undefined) expect([fitsSchema(JSON.parse(text)), text]).toEqual([fits, text]);
}

describe('the schema and the reader agree', () => {
  test.each(namesIn('scenarios'))('that %s has the right shape', (slug) => {
    const text = fileText(`scenarios/${slug}/scenario.json`);
    expect(fitsReader(text)).toBe(true);
    expectAgreement(text);
  });

  test.each(namesIn('tests/scenario/broken'))('on %s', (name) => {
    expectAgreement(fileText(`tests/scenario/broken/${name}`));
  });

  test('on files that were damaged at random', () => {
    const example = fileText('scenarios/external-effect/scenario.json');
    const texts = fc.oneof(damaged(example), damaged(smallShop));
    fc.assert(fc.property(texts, expectAgreement), { numRuns: 1_000 });
  });
});

describe('the published schema', () => {
  test('is the one that the format describes', () => {
    const published: unknown = JSON.parse(fileText('public/scenario.schema.json'));
    expect(published).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  test('closes every object, and explains every object and every field', () => {
    const { $defs, ...root } = schema;
    const objects = [root, ...Object.values($defs as Record<string, typeof root>)];
    expect(objects.length).toBeGreaterThan(30);
    for (const { title, description, properties, ...rest } of objects) {
      expect(rest).toMatchObject({ type: 'object', additionalProperties: false });
      expect(title).toMatch(/^[A-Z]/);
      expect(description).toMatch(/^[A-Z].*\.$/);
      for (const [name, field] of Object.entries(properties as Record<string, object>)) {
        if (name !== '$schema') expect(field).toHaveProperty('description');
      }
    }
  });
});
