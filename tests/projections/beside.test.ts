/** The outline and the comparison: text and figures beside the picture. */
import { describe, expect, test } from 'vitest';
import { acquaintances, outline, WorldView } from '../../src/projections/index.ts';
import type { Cast } from '../../src/trace/index.ts';
import type { Telling } from '../support/telling.ts';
import { paidOrder, smallCast } from '../support/telling.ts';

function viewOf({ trace, cast }: Telling): WorldView {
  const view = new WorldView(trace, cast);
  view.advanceTo(trace.length - 1);
  return view;
}

describe('the outline', () => {
  test('tells in text what the stage shows', () => {
    const lines = outline(viewOf(paidOrder())).map(({ depth, text }) => '  '.repeat(depth) + text);
    expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      Orders at 00:00.052
        1 started: 1 completed, 0 compensated, 0 failed, 0 pending
        95 % of the orders took at most 52 ms
        0 effects done twice
        0 dead letters
        Clients: idle
      Services
        Orders: idle
          Orders: up
        Payment: idle
          Payment 1: up
          Payment 2: up
          Payment relay: up, 0 rows waiting
      Topics
        commands (commands)
          Partition 0: log end 1
          Partition 1: log end 0
        replies (replies)
          Partition 0: log end 1
        commands.dead-letters (dead-letters)
          Partition 0: log end 0
      Consumer groups
        orders: Empty, 0 records behind
          replies-0: read by nobody, committed 1, lag 0
        payment: Empty, 0 records behind
          commands-0: read by nobody, committed 1, lag 0
          commands-1: read by nobody, nothing committed, lag 0
      "
    `);
  });

  test('names every line once', () => {
    const keys = outline(viewOf(paidOrder())).map((line) => line.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('who knows whom', () => {
  test('an orchestrator knows those whom it tells; in a choreography the hearer knows the teller', () => {
    const told = acquaintances(smallCast());
    expect(told).toEqual([{ knower: 0, known: 1, types: [1, 2] }]);
    const { types } = smallCast();
    const facts: Cast = {
      ...smallCast('choreography'),
      types: types.map((type) => ({ ...type, kind: 'event' as const })),
    };
    expect(acquaintances(facts)).toEqual([
      { knower: 0, known: 1, types: [2] },
      { knower: 1, known: 0, types: [1] },
    ]);
  });
});
