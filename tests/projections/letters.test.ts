/** The records that consumers gave up, held to a recount that goes about it the other way round. */
import { describe, expect, test } from 'vitest';
import { GivenUpRecords, type GivenUp } from '../../src/projections/index.ts';
import { kinds, reasons, type Cast, type Trace } from '../../src/trace/index.ts';
import { builtIn, finished } from '../support/runs.ts';
import { Telling, actors } from '../support/telling.ts';

/** From each row that gives up back over the trace, by names instead of codes. */
function recounted(trace: Trace, cast: Cast, upTo: number): readonly GivenUp[] {
  const rows = Array.from({ length: upTo + 1 }, (_, row) => trace.read(row));
  const serviceOf = (actor: number) => cast.actors[actor]?.service;
  const carries = (partition: number) =>
    cast.topics[cast.partitions[partition]?.topic ?? -1]?.carries;
  return rows.flatMap((event): GivenUp[] => {
    if (event.kind !== 'dead-lettered' && event.kind !== 'record-archived') return [];
    const { row, time, actor, order, message, partition, offset, cause } = event;
    const before = rows.slice(0, row).reverse();
    const failed = before.find(
      (each) =>
        each.kind === 'work-failed' &&
        each.message === message &&
        serviceOf(each.actor) === serviceOf(actor),
    );
    const letter = before.find(
      (each) =>
        each.kind === 'record-appended' &&
        each.message === message &&
        carries(each.partition) === 'dead-letters',
    );
    const isLetter = event.kind === 'dead-lettered';
    const expired = !isLetter && rows[cause]?.kind === 'acquisition-expired';
    const reason = failed?.kind === 'work-failed' && !expired ? reasons[failed.reason] : undefined;
    return [
      {
        ...{ row, time, actor, order, message, partition, offset, expired },
        kind: isLetter ? 'dead-lettered' : 'archived',
        tries: isLetter ? event.attempt : event.deliveries,
        reason: reason ?? '',
        letter:
          isLetter && letter?.kind === 'record-appended'
            ? { partition: letter.partition, offset: letter.offset }
            : undefined,
      },
    ];
  });
}

/** The poisoned record, with a dead-letter topic; and with a share group that archives it instead. */
function runs(seed: number) {
  const scenario = builtIn('poison-blocks-partition');
  const services = scenario.services.map(({ deadLetter: _, ...service }) =>
    service.id === 'shipping' ? { ...service, group: 'share' as const } : service,
  );
  // Only who acknowledges record by record gives one back; else a member keeps what it cannot handle.
  const settings = { ...scenario.broker.settings, 'share.acknowledgement.mode': 'explicit' };
  const shared = { ...scenario, broker: { ...scenario.broker, settings }, services };
  return (['choreography', 'orchestration'] as const).flatMap((style) => [
    finished(scenario, style, seed),
    finished(shared, style, seed),
  ]);
}

describe('the records that were given up', () => {
  test.each([7, 8, 9])('are those that a recount finds, at any row, with seed %i', (seed) => {
    for (const { trace, cast } of runs(seed)) {
      const records = new GivenUpRecords(trace, cast);
      const all = recounted(trace, cast, trace.length - 1);
      expect(all.length).toBeGreaterThan(0);
      expect(records.upTo(trace.length - 1)).toEqual(all);
      for (const { row } of all) {
        expect(records.upTo(row - 1)).toEqual(all.filter((each) => each.row < row));
        expect(records.upTo(row)).toEqual(all.filter((each) => each.row <= row));
      }
    }
  });

  test('tell how often, why and where to: a dead letter in its topic, an archived one nowhere', () => {
    const [letters, archived] = runs(7);
    const of = (world: typeof letters) =>
      world && new GivenUpRecords(world.trace, world.cast).upTo(world.trace.length - 1)[0];
    expect(of(letters)).toMatchObject({
      kind: 'dead-lettered',
      tries: 3,
      reason: 'poisoned message',
    });
    expect(of(letters)?.letter?.offset).toBe(0);
    expect(of(archived)).toMatchObject({ kind: 'archived', reason: 'poisoned message' });
    expect(of(archived)?.letter).toBeUndefined();
  });

  test('are read on when the trace has grown', () => {
    const telling = new Telling();
    const records = new GivenUpRecords(telling.trace, telling.cast);
    expect(records.upTo(9)).toEqual([]);
    telling.tell('dead-lettered', { by: actors.payment, order: 1, message: 0 });
    expect(records.upTo(9).map(({ row }) => row)).toEqual([0]);
    expect(kinds[telling.trace.kind(0)]).toBe('dead-lettered');
  });
});
