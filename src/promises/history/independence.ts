/** G14, a rule about two runs: what one group reads takes nothing from another. */
import { code, type Cast, type Trace } from '../../trace/index.ts';
import { clause } from '../findings.ts';
import type { Clause } from '../verdict.ts';

/** One of two runs that differ only in who reads. */
interface Told {
  readonly trace: Trace;
  readonly cast: Cast;
}

/** The rule in words. No single run can show that it is broken. */
export const independence = {
  id: 'G14',
  sentence: 'Groups are independent: adding one never changes what another one sees.',
  formula:
    'For two runs of one scenario, style and seed, one of them with a further reader: the record-delivered and records-skipped rows of each group that both have are the same, in instant, place, order and type.',
  precondition:
    'The runs differ in readers alone and have one weather: latency is constant and nothing is lost by chance, for the requests of groups are drawn one after the other.',
} as const;

/** What a group saw, row by row. */
function sights({ trace, cast }: Told): ReadonlyMap<string, readonly number[]> {
  const kinds = [code['record-delivered'], code['records-skipped']];
  const rows = new Map<string, number[]>(cast.groups.map(({ id }) => [id, []]));
  for (let row = 0; row < trace.length; row++) {
    if (!kinds.includes(trace.kind(row))) continue;
    const service = cast.actors[trace.actor(row)]?.service ?? -1;
    const group = cast.groups[cast.services[service]?.group ?? -1];
    if (group !== undefined) rows.get(group.id)?.push(row);
  }
  return rows;
}

/** What a row tells of a sight, whatever else happens in its run. */
function tellsOf({ trace, cast }: Told, types: ReadonlyMap<number, number>, row: number): string {
  const at = cast.partitions[trace.a(row)];
  const place = `${cast.topics[at?.topic ?? -1]?.id ?? ''} ${at?.partition ?? -1} ${trace.b(row)}`;
  const type = cast.types[types.get(trace.message(row)) ?? -1]?.name ?? '';
  return `${trace.time(row)} ${trace.kind(row)} ${place} ${trace.c(row)} ${trace.order(row)} ${type}`;
}

function typesOf(trace: Trace): ReadonlyMap<number, number> {
  const types = new Map<number, number>();
  for (let row = 0; row < trace.length; row++) {
    if (trace.is(row, 'message-created')) types.set(trace.message(row), trace.a(row));
  }
  return types;
}

/** The first difference in what a group of the first run sees in the second, clause by clause; empty when there is none. */
export function dependence(one: Told, other: Told): readonly Clause[] {
  const [mine, theirs] = [sights(one), sights(other)];
  const [myTypes, theirTypes] = [typesOf(one.trace), typesOf(other.trace)];
  for (const [id, rows] of mine) {
    const others = theirs.get(id);
    if (others === undefined) continue;
    const length = Math.max(rows.length, others.length);
    for (let at = 0; at < length; at++) {
      const [row, match] = [rows[at] ?? -1, others[at] ?? -1];
      const told = row < 0 ? '' : tellsOf(one, myTypes, row);
      if (told === (match < 0 ? '' : tellsOf(other, theirTypes, match))) continue;
      return [
        clause(`“${id}” sees something else as its sight ${at + 1} of ${length}`, row),
        clause('when another group reads too', row < 0 ? (rows.at(-1) ?? -1) : row),
      ];
    }
  }
  return [];
}
