/** Rules of time and of processes. */
import { code, kinds, type Kind } from '../../trace/index.ts';
import { seconds } from '../phrases.ts';
import { invariant, type Ground, type Invariant } from './invariant.ts';

/** T1: virtual time never goes back. */
export function timeNeverGoesBack(): Invariant {
  let last = 0;
  return invariant({
    id: 'T1',
    sentence: 'Time never goes back.',
    formula: 'Each row’s time is at least the time of the row before.',
    kinds,
    see(trace, row, broken) {
      const now = trace.time(row);
      if (now < last) {
        const before = seconds(last);
        broken(row, () => `After ${before} the trace tells of ${seconds(now)}.`, row - 1);
      }
      last = now;
    },
  });
}

/** What is told of a process that is down, by others: the coordinator, the broker that takes in what was on its way, the host it runs on. */
const toldByOthers: readonly Kind[] = [
  'process-restarted',
  'member-expelled',
  'offset-committed',
  'commit-refused',
  'fault-struck',
  'process-slowed',
  'process-recovered',
];

/** T5: who is down tells nothing. */
export function crashedTellsNothing({ phrases, cast }: Ground): Invariant {
  const crashedRow = new Int32Array(cast.actors.length).fill(-1);
  const excepted = kinds.map((kind) => toldByOthers.includes(kind));
  const effects = [code['effect-applied'], code['effect-undone'], code['effect-deduplicated']];
  return invariant({
    id: 'T5',
    sentence: 'A crashed process does nothing until it restarts.',
    formula:
      'Between process-crashed and process-restarted no row names the process, but for what others do: the coordinator expels it, the broker takes in its last commit, an outside party carries out its last request, a fault strikes its host.',
    kinds,
    see(trace, row, broken) {
      const actor = trace.actor(row);
      const kind = trace.kind(row);
      if (actor < 0) return;
      const since = crashedRow[actor] ?? -1;
      const outside = effects.includes(kind) && trace.c(row) === 1;
      if (since >= 0 && excepted[kind] !== true && !outside) {
        const what = kinds[kind] ?? 'something';
        broken(
          row,
          () =>
            `${phrases.actor(actor)} is down, yet tells ${what} at ${seconds(trace.time(row))}.`,
          since,
        );
      }
      if (kind === code['process-crashed']) crashedRow[actor] = row;
      else if (kind === code['process-restarted']) crashedRow[actor] = -1;
    },
  });
}
