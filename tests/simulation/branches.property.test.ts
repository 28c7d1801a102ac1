/** Branches against the real simulation: a branch is its inputs and nothing else, so going to and fro between branches changes none of them. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Divergence } from '../../src/projections/index.ts';
import {
  branchOf,
  commonPast,
  currentBranch,
  firstBranch,
  fork,
  keepActions,
  remove,
  rename,
  switchTo,
  type Action,
  type Branches,
  type Inputs,
} from '../../src/simulation/index.ts';
import { Trace } from '../../src/trace/index.ts';
import { Simulation } from '../../src/worker/simulation.ts';

const text = readFileSync(new URL('../scenario/small-shop.json', import.meta.url), 'utf8');
const seed = 3;
const end = 8_000_000;
const original: Inputs = { text, seed, actions: [] };

/** A run as the page drives it: the simulation behind the protocol, and the rows that it told. */
class Page {
  readonly #simulation = new Simulation(() => 0);
  #traces: Trace[] = [];
  actions: readonly Action[] = [];

  constructor() {
    this.#simulation.load({ text, seed, styles: ['choreography'] });
  }

  get trace(): Trace {
    return this.#traces[0] ?? new Trace();
  }

  act(action: Action): void {
    this.#take(this.#simulation.act(action));
  }

  replay(actions: readonly Action[]): void {
    this.#take(this.#simulation.replay(actions));
  }

  /** Simulates to the end of the test, and tells the fingerprints. */
  finish(): readonly string[] {
    for (;;) {
      const batch = this.#simulation.advance({ untilMicros: end, maxEvents: Infinity });
      this.#take(batch);
      if (batch.worlds.every(({ ended, simulatedTo }) => ended || simulatedTo >= end))
        return batch.worlds.map(({ hash }) => hash);
    }
  }

  #take(batch: ReturnType<Simulation['advance']>): void {
    this.actions = batch.actions;
    batch.worlds.forEach(({ rows }, index) => {
      if (rows.first === 0) this.#traces[index] = new Trace();
      this.#traces[index]?.appendRows(rows);
    });
  }
}

/** The run of these inputs, from scratch. */
function fresh(actions: readonly Action[]): readonly string[] {
  const page = new Page();
  for (const action of actions) page.act(action);
  return page.finish();
}

const instant = fc.integer({ min: 0, max: 6_000_000 });
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    ...{ kind: fc.constant('switch' as const), atMicros: instant },
    ...{ service: fc.constant('payment'), name: fc.constantFrom('inbox', 'outbox') },
    on: fc.boolean(),
  }),
  fc.record({
    ...{ kind: fc.constant('inject' as const), atMicros: instant },
    fault: fc.constantFrom(
      {
        ...{ when: {}, target: { service: 'payment' } },
        effect: { kind: 'crash' as const, restartAfterMs: 300 },
      },
      {
        ...{ when: { point: 'before offset-commit' as const }, target: { service: 'shipping' } },
        effect: { kind: 'crash' as const, restartAfterMs: 300 },
      },
      { when: {}, target: {}, effect: { kind: 'spike' as const, orders: 3, everyMs: 20 } },
    ),
  }),
);

type Deed =
  | { readonly kind: 'act'; readonly action: Action }
  | { readonly kind: 'switch' | 'remove'; readonly choice: number }
  | { readonly kind: 'fork'; readonly atMicros: number };

const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ kind: fc.constant('act' as const), action: anyAction }),
  fc.record({ kind: fc.constantFrom('switch' as const, 'remove' as const), choice: fc.nat() }),
  fc.record({ kind: fc.constant('fork' as const), atMicros: instant }),
);

/** Does one thing as the page does it: what is done in the past of other deeds, on a branch of its own. */
function after(branches: Branches, page: Page, deed: Deed): Branches {
  const { all } = branches;
  switch (deed.kind) {
    case 'act': {
      const { actions } = currentBranch(branches).inputs;
      const { atMicros } = deed.action;
      const isPast = actions.some((action) => action.atMicros > atMicros);
      const chosen = isPast ? fork(branches, { atMicros }) : branches;
      page.act(deed.action);
      return keepActions(chosen, page.actions);
    }
    case 'fork': {
      const forked = fork(branches, { atMicros: deed.atMicros });
      page.replay(currentBranch(forked).inputs.actions);
      return forked;
    }
    case 'switch': {
      const switched = switchTo(branches, all[deed.choice % all.length]?.id ?? 0);
      page.replay(currentBranch(switched).inputs.actions);
      return switched;
    }
    case 'remove':
      return remove(branches, all[deed.choice % all.length]?.id ?? 0);
  }
}

describe('branches', () => {
  test('give the same run however often one goes to and fro between them', () => {
    fc.assert(
      fc.property(fc.array(anyDeed, { minLength: 1, maxLength: 6 }), (deeds) => {
        const page = new Page();
        let branches = firstBranch(original);
        for (const deed of deeds) branches = after(branches, page, deed);
        for (const { id, inputs } of branches.all) {
          page.replay(inputs.actions);
          expect(page.actions).toEqual(inputs.actions);
          expect([id, page.finish()]).toEqual([id, fresh(inputs.actions)]);
        }
      }),
      { numRuns: 6 },
    );
  });

  test('with nothing more done to them equal the branch that they left', () => {
    fc.assert(
      fc.property(anyAction, instant, (action, later) => {
        const page = new Page();
        page.act(action);
        const parent = keepActions(firstBranch(original), page.actions);
        const expected = page.finish();
        const child = fork(parent, { atMicros: Math.max(action.atMicros, later) });
        page.replay(currentBranch(child).inputs.actions);
        expect(page.finish()).toEqual(expected);
      }),
      { numRuns: 4 },
    );
  });

  test('differ first where one does what the other does not, never before, and in that very row', () => {
    fc.assert(
      fc.property(anyAction, anyAction, (one, other) => {
        const page = new Page();
        page.act(one);
        const first = { ...original, actions: page.actions };
        const firstTrace = (page.finish(), page.trace);
        page.replay([]);
        page.act(other);
        const second = { ...original, actions: page.actions };
        const secondTrace = (page.finish(), page.trace);
        const row = new Divergence(firstTrace, secondTrace).upTo(end);
        const past = commonPast(first, second);
        expect(row).toBe(naiveDifference(firstTrace, secondTrace));
        if (row < 0) return;
        expect(firstTrace.rowAt(past - 1)).toBeLessThan(row);
        expect(secondTrace.rowAt(past - 1)).toBeLessThan(row);
      }),
      { numRuns: 8 },
    );
  });
});

/** The first row that two traces do not share, read row by row as objects; -1 for none. */
function naiveDifference(first: Trace, second: Trace): number {
  const rows = (trace: Trace) => trace.rowAt(end) + 1;
  for (let row = 0; row < Math.max(rows(first), rows(second)); row++) {
    if (row >= rows(first) || row >= rows(second)) return row;
    if (JSON.stringify(first.read(row)) !== JSON.stringify(second.read(row))) return row;
  }
  return -1;
}

const at = (atMicros: number): Action => ({
  ...{ kind: 'switch', atMicros },
  ...{ service: 'payment', name: 'inbox', on: false },
});

describe('the book of branches', () => {
  const acted = keepActions(firstBranch(original), [at(100), at(200), at(300)]);

  test('keeps the old future when one acts in the past', () => {
    const forked = keepActions(fork(acted, { atMicros: 200 }), [at(100), at(200), at(250)]);
    expect(currentBranch(forked)).toMatchObject({ name: 'Branch 2', parent: 1, forkedAt: 200 });
    expect(branchOf(forked, 1)?.inputs.actions).toEqual([at(100), at(200), at(300)]);
    expect(currentBranch(fork(acted, { atMicros: 200 })).inputs.actions).toHaveLength(2);
  });

  test('begins a branch with other inputs where that is asked', () => {
    const inputs = { text: 'mended', seed, actions: [at(100)] };
    const repaired = currentBranch(fork(acted, { atMicros: 0, inputs, name: 'Repaired' }));
    expect(repaired).toMatchObject({ name: 'Repaired', inputs });
    expect(commonPast(original, inputs)).toBe(0);
  });

  test('takes any name but an empty one, and none that is endless', () => {
    expect(branchOf(rename(acted, 1, '  Mine '), 1)?.name).toBe('Mine');
    expect(branchOf(rename(acted, 1, '   '), 1)?.name).toBe('Original');
    expect(branchOf(rename(acted, 1, 'x'.repeat(500)), 1)?.name).toHaveLength(60);
    expect(rename(acted, 9, 'nobody').all).toEqual(acted.all);
  });

  test('cuts a long name between two words, and gives no name twice', () => {
    const long = 'Without: Shipping crashes before offset-commit in step shipping of order 3';
    const cut = 'Without: Shipping crashes before offset-commit in step…';
    const named = rename(acted, 1, long);
    expect(branchOf(named, 1)?.name).toBe(cut);
    const twice = fork(named, { atMicros: 0, name: long });
    expect(currentBranch(twice).name).toBe(`${cut} 2`);
    expect(branchOf(rename(twice, 2, cut), 2)?.name).toBe(`${cut} 2`);
    expect(currentBranch(fork(twice, { atMicros: 0, name: long })).name).toBe(`${cut} 3`);
  });

  test('never deletes what is on view, and never gives an id twice', () => {
    const two = fork(acted, { atMicros: 250 });
    expect(remove(two, 2)).toBe(two);
    expect(remove(two, 77)).toBe(two);
    const back = remove(switchTo(two, 1), 2);
    expect(back.all.map(({ id }) => id)).toEqual([1]);
    expect(currentBranch(fork(back, { atMicros: 0 })).id).toBe(3);
    expect(switchTo(back, 2)).toBe(back);
  });

  test('hangs the branches of a deleted one where they still were the same as its parent', () => {
    const three = fork(fork(acted, { atMicros: 150 }), { atMicros: 700 });
    expect(branchOf(remove(three, 2), 3)).toMatchObject({ parent: 1, forkedAt: 150 });
    expect(branchOf(remove(three, 1), 2)).toMatchObject({ parent: undefined, forkedAt: 0 });
  });

  test('knows up to where two branches are the same by what was done', () => {
    const other = { ...original, actions: [at(100), at(250)] };
    expect(commonPast(currentBranch(acted).inputs, other)).toBe(200);
    expect(commonPast(original, other)).toBe(100);
    expect(commonPast(other, { ...other })).toBe(Number.POSITIVE_INFINITY);
    expect(commonPast(original, { ...original, seed: 4 })).toBe(0);
  });
});
