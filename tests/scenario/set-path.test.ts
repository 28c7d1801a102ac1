/** Single values of a scenario can be set by a path. */
import { describe, expect, test } from 'vitest';
import { setPath } from '../../src/scenario/index.ts';
import { expectHelpful, inShort, scenarioOf, smallShop } from './files.ts';

function withSet(...assignments: string[]) {
  const set = setPath(smallShop, assignments);
  expect(set).toMatchObject({ kind: 'text' });
  return scenarioOf(set.kind === 'text' ? set.text : '');
}

function refusedSet(...assignments: string[]) {
  const set = setPath(smallShop, assignments);
  const problems = set.kind === 'problems' ? set.problems : [];
  expectHelpful(problems);
  return inShort(problems);
}

describe('an assignment', () => {
  test('reaches the entry of a list by its id or by its index', () => {
    expect(withSet('services.payment.inbox=false').services[1]?.inbox).toBe(false);
    expect(withSet('services[1].inbox=false').services[1]?.inbox).toBe(false);
    expect(withSet('services["payment"].threads=3').services[1]?.threads).toBe(3);
    const { partitions } =
      withSet('broker.topics["orders.events"].partitions=5').broker.topics[0] ?? {};
    expect(partitions).toBe(5);
  });

  test('reaches a name with dots in brackets and quotes', () => {
    const { settings } = withSet('broker.settings["session.timeout.ms"]=6000').broker;
    expect(settings).toEqual({ 'session.timeout.ms': 6000 });
  });

  test('makes the objects on its way whose fields have defaults', () => {
    const { calls } = withSet('workload.calls.attempts=7').workload;
    expect(calls).toEqual({ deadlineMs: 1000, attempts: 7, backoffMs: 200 });
  });

  test('takes JSON, or a bare word as a text', () => {
    expect(withSet('workload.key=customer').workload.key).toBe('customer');
    expect(withSet('title="Two words = more"').title).toBe('Two words = more');
    expect(withSet('styles=["direct"]').styles).toEqual(['direct']);
    expect(withSet('network.loss={"in":1,"of":9}').network.loss).toEqual({ in: 1, of: 9 });
  });

  test('builds on those before it', () => {
    const { inbox, outbox } = withSet('services.payment.inbox=false', 'services[1].outbox=false')
      .services[1] ?? { inbox: true, outbox: true };
    expect([inbox, outbox]).toEqual([false, false]);
  });

  test('is not judged by itself: the result is', () => {
    const set = setPath(smallShop, ['seed=1e400', 'services[0].color=red', 'network.__proto=1']);
    expect(set.kind).toBe('text');
  });

  test('of no path, no value or no place is refused, all of them at once', () => {
    expect(
      refusedSet(
        ...['inbox', '=3', 'services..inbox=1', 'seed.x=1', 'services[9].inbox=1', 'title=a b'],
        ...['services.paymnt.inbox=true', 'services.inbox=true', 'title={"a":', '__proto__.x=1'],
      ),
    ).toEqual([
      ...Array<string>(3).fill('bad-assignment'),
      'unknown-path seed.x',
      'unknown-path services[9].inbox',
      'bad-assignment title',
      'unknown-path services.paymnt.inbox',
      'unknown-path services.inbox',
      'bad-assignment title',
      'unknown-path __proto__.x',
    ]);
  });

  test('guesses which id was meant', () => {
    const set = setPath(smallShop, ['services.paymnt.inbox=true']);
    const fixes = set.kind === 'problems' ? set.problems.map(({ fix }) => fix) : [];
    expect(fixes.join()).toContain('Did you mean "payment"?');
  });

  test('leaves a text alone when there is none', () => {
    expect(setPath(smallShop, [])).toEqual({ kind: 'text', text: smallShop });
  });

  test('to a text that is not JSON is refused with the text’s own problems', () => {
    expect(setPath('{', ['seed=1'])).toMatchObject({ problems: [{ code: 'not-json' }] });
  });
});
