/** Completion in the editor: what the schema allows at a place, what it means, and the names of this very file. */
import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { json } from '@codemirror/lang-json';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { readScenario } from '../../src/scenario/index.ts';
import { meaningAt, schemaCompletion } from '../../src/ui/editor/completion.ts';
import plain from '../../scenarios/order-fulfilment/scenario.json?raw';

/** A text with a bar where the cursor is. */
function at(marked: string): EditorState {
  const head = marked.indexOf('|');
  const doc = marked.replace('|', '');
  return EditorState.create({ doc, selection: { anchor: head }, extensions: [json()] });
}

function complete(marked: string, explicit = true): CompletionResult | null {
  const state = at(marked);
  return schemaCompletion(new CompletionContext(state, state.selection.main.head, explicit));
}

const labels = (marked: string, explicit = true) =>
  complete(marked, explicit)?.options.map(({ label }) => label) ?? [];

describe('what is offered', () => {
  it('is the fields of the object that are not there yet', () => {
    const offered = labels('{ "title": "A", | }');
    expect(offered).toContain('"services"');
    expect(offered).not.toContain('"title"');
    expect(offered).not.toContain('"inbox"');
    expect(labels('{ "services": [ { "id": "a", "in| } ] }')).toContain('"inbox"');
    expect(labels('{ "services": [ { "id": "a", "|" } ] }', false)).toContain('"inbox"');
  });

  it('is the values of the field', () => {
    expect(labels('{ "services": [ { "delivery": "|" } ] }', false)).toEqual([
      '"at-least-once"',
      '"at-most-once"',
    ]);
    expect(labels('{ "services": [ { "inbox": | } ] }')).toEqual(['true', 'false']);
    expect(labels('{ "styles": ["choreography", | ] }')).toContain('"direct"');
  });

  it('follows the kind that was chosen', () => {
    const faultOf = (kind: string) =>
      labels(`{ "faults": [ { "effect": { "kind": "${kind}", | } } ] }`);
    expect(faultOf('slow')).toEqual(expect.arrayContaining(['"factor"', '"forMs"']));
    expect(faultOf('crash')).not.toContain('"factor"');
    expect(labels('{ "faults": [ { "effect": { "kind": "|" } } ] }')).toEqual(
      expect.arrayContaining(['"crash"', '"slow"', '"lose"']),
    );
  });

  it('is the names that this file has', () => {
    const file = (rest: string) =>
      `{ "services": [ { "id": "shop" }, { "id": "till" } ], ${rest} }`;
    expect(labels(file('"faults": [ { "target": { "service": "|" } } ]'))).toEqual([
      '"shop"',
      '"till"',
    ]);
  });

  it('is nothing where nothing is being written', () => {
    expect(complete('{ "title": "A"| }', false)).toBeNull();
    expect(complete('{ "title": "A", | }', false)).toBeNull();
    expect(complete('{ "title": "A|" }', false)).toBeNull();
    expect(complete('{ "nothing": { "|" } }')).toBeNull();
  });
});

describe('what is meant', () => {
  it('is the sentence of the schema, with the kind and what holds without it', () => {
    const said = meaningAt(at('{ "services": [ { "instances": 2| } ] }'));
    expect(said).toBe(
      'instances: How many processes share the work of the service. (integer, 1 to 16, without it 1)',
    );
    expect(meaningAt(at('{ "unknown": 1| }'))).toBe('');
    expect(meaningAt(at('{\n  "seed": 1,|\n  "title": "A" }'))).toMatch(/^seed: /);
  });

  it('is there for every field of a built-in scenario', () => {
    expect(readScenario(plain).kind).toBe('scenario');
    const names = [...plain.matchAll(/"[A-Za-z]+":/g)].map(({ index }) => index + 2);
    for (const head of names) {
      const marked = `${plain.slice(0, head)}|${plain.slice(head)}`;
      expect(meaningAt(at(marked)), marked.slice(head - 10, head + 30)).not.toBe('');
    }
  });
});
