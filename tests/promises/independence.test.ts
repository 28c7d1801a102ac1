/** G14: a group sees the same whether another one reads or not, in real runs; and a run that differs is found out. */
import { describe, expect, test } from 'vitest';
import { dependence, independence, sentenceOf } from '../../src/promises/index.ts';
import type { Scenario } from '../../src/scenario/index.ts';
import type { Style } from '../../src/trace/index.ts';
import { builtIn, finished } from '../support/runs.ts';
import { find, renumber } from './planting.ts';
import { Telling, traceOf } from './telling.ts';

const calm = { latency: { minMs: 3, maxMs: 3 }, loss: { in: 0, of: 1 } } as const;

/** The scenario without its readers, and with one that reads all topics; in calm weather, which does not depend on who else asks. */
function both(slug: string): { readonly alone: Scenario; readonly observed: Scenario } {
  const scenario = builtIn(slug);
  const reader = {
    ...{ id: 'onlooker', name: 'Onlooker', topics: scenario.broker.topics.map(({ id }) => id) },
    ...{ instances: 1, maxInstances: 1, attached: true, work: { minMs: 1, maxMs: 40 } },
    ...({ group: 'consumer', delivery: 'at-least-once', handling: 'in-turn' } as const),
    settings: {},
  };
  return {
    alone: { ...scenario, network: calm, readers: [], promises: [] },
    observed: { ...scenario, network: calm, readers: [reader], promises: [] },
  };
}

const styles: readonly Style[] = ['choreography', 'orchestration'];

describe('groups', () => {
  test.each([
    ...['acks-one-loses-naive', 'auto-commit-loses-naive', 'eager-versus-cooperative'],
    ...['rebalance-zombie', 'retention-eats-lag', 'retry-reorders', 'transactions-read-committed'],
  ])('see the same of %s, whoever else reads', (slug) => {
    const { alone, observed } = both(slug);
    for (const style of styles) {
      const found = dependence(finished(alone, style, 3), finished(observed, style, 3));
      expect(sentenceOf(found)).toBe('');
    }
  });

  test('are found out when one sees something else', () => {
    const told = (): Telling => {
      const telling = new Telling();
      const messages = [1, 3].map((order) => telling.says('Order', 'OrderPlaced', order));
      telling.assigned('Payment');
      for (const message of messages) telling.delivered('Payment', message);
      return telling;
    };
    const { cast, rows } = told();
    renumber(find(rows, 'record-delivered', 1), 1, 0);
    const one = { cast, trace: told().trace() };
    expect(dependence(one, one)).toEqual([]);
    const found = dependence(one, { cast, trace: traceOf(rows) });
    expect(sentenceOf(found)).toBe(
      '“payment” sees something else as its sight 2 of 2 when another group reads too.',
    );
    expect(found[0]?.rows).toEqual([rows.length - 1]);
    rows.pop();
    expect(dependence(one, { cast, trace: traceOf(rows) })).not.toEqual([]);
  });

  test('have the rule in words', () => {
    const { id, sentence, formula, precondition } = independence;
    expect(id).toBe('G14');
    for (const words of [sentence, formula, precondition]) expect(words).toMatch(/^[A-Z].+\.$/);
  });
});
