/** The machines of a world as the panel States shows them: choices, the chart with its heat, and what one instance went through. */
import {
  actorName,
  chartOutline,
  clock,
  machineStates,
  moveLines,
  type ChartStateText,
  type InstanceView,
  type StateEvent,
} from '../../projections/index.ts';
import type { Cast, CastMachine } from '../../trace/index.ts';
import type { Moment } from '../run/moments.svelte.ts';

/** The machines of one service. */
export interface MachineGroup {
  readonly service: string;
  readonly machines: readonly { readonly index: number; readonly id: string }[];
}

/** Something that an instance went through, as a line. */
export interface StateLine {
  readonly row: number;
  readonly time: string;
  readonly kind: StateEvent['kind'];
  /** From where to where, or where it stayed. */
  readonly path: string;
  /** Why: the event, and the guards that held. */
  readonly why: string;
  /** The row in which the event came, -1 for none. */
  readonly cameBy: number;
}

/** What is shown of one machine. */
export interface MachinePicture {
  readonly machine: CastMachine;
  /** What an instance is. */
  readonly unit: 'order' | 'process';
  /** By state: how many instances are in it. */
  readonly population: readonly number[];
  readonly all: number;
  /** The picked instance: its state, -1 before it appears. */
  readonly active: number;
  /** Moves of the chart that the picked instance took last. */
  readonly lastMoves: ReadonlySet<number>;
  readonly lines: readonly StateLine[];
  readonly held: readonly (StateLine & { readonly instance: number; readonly name: string })[];
  readonly words: readonly ChartStateText[];
  /** One sentence for those who hear the picture. */
  readonly summary: string;
}

const mostLines = 40;
const mostHeld = 12;
const mostInstances = 60;

/** All machines, service by service; the client stands alone. */
export function machineGroups({ services, machines }: Cast): readonly MachineGroup[] {
  const of = (service: number) =>
    machines.flatMap((machine, index) =>
      machine.service === service ? [{ index, id: machine.id }] : [],
    );
  return [
    ...services.map(({ name }, service) => ({ service: name, machines: of(service) })),
    { service: 'Client', machines: of(-1) },
  ].filter((group) => group.machines.length > 0);
}

/** The machine to begin with: that of the flow's owner. */
export function firstMachine({ machines }: Cast): number {
  return Math.max(
    0,
    machines.findIndex(({ role }) => role === 'owner' || role === 'saga' || role === 'caller'),
  );
}

/** What an instance is called. */
export function instanceName(cast: Cast, machine: number, instance: number): string {
  return cast.machines[machine]?.role === 'consumer'
    ? actorName(cast, instance)
    : `order ${instance}`;
}

/** The instances of a machine, those that something happened to last first; of one state when it is not -1. */
export function instancesOf(
  { trace, cast, row }: Moment,
  machine: number,
  state: number,
): readonly InstanceView[] {
  return machineStates(trace, cast).instances(machine, row, { state, limit: mostInstances });
}

/** One machine at a moment, with one instance of it. */
export function machinePicture(
  { trace, cast, row }: Moment,
  index: number,
  instance: number,
): MachinePicture | undefined {
  const machine = cast.machines[index];
  if (machine === undefined) return undefined;
  const states = machineStates(trace, cast);
  const population = states.population(index, row);
  const all = population.reduce((sum, each) => sum + each, 0);
  const active = states.instance(index, instance, row)?.state ?? -1;
  const events = states.history(index, instance, row, mostLines);
  const unit = machine.role === 'consumer' ? 'process' : 'order';
  const here = machine.states[active];
  const name = instanceName(cast, index, instance);
  return {
    ...{ machine, unit, population, all, active },
    lastMoves: new Set(events.find(({ kind }) => kind === 'moved')?.moves),
    lines: events.map((event) => lineOf(machine, event)),
    held: states.held(index, row, mostHeld).map((event) => ({
      ...lineOf(machine, event),
      instance: event.instance,
      name: instanceName(cast, index, event.instance),
    })),
    words: chartOutline(machine),
    summary: `The machine ${machine.id} with ${machine.states.length} states; ${all} ${unit === 'order' ? 'orders' : 'processes'} have one. ${here === undefined ? `${name} has none yet` : `${name} is ${here}`}. The chart in words follows below.`,
  };
}

/** What the picked message moved: one line for each machine that moved, or that ignored it. */
export function movesOfMessage(
  { trace, cast, row }: Moment,
  message: number,
): readonly { readonly row: number; readonly machine: number; readonly text: string }[] {
  return machineStates(trace, cast)
    .rowsOf(message, row)
    .flatMap((of) => {
      const machine = cast.machines[trace.a(of)];
      if (machine === undefined) return [];
      const from = machine.states[trace.b(of)] ?? '';
      const to = trace.is(of, 'state-changed')
        ? `→ ${machine.states[trace.c(of)] ?? ''}`
        : 'ignored it';
      return [{ row: of, machine: trace.a(of), text: `${machine.id}: ${from} ${to}` }];
    });
}

function lineOf({ states, moves }: CastMachine, event: StateEvent): StateLine {
  const [from = '', to = ''] = [states[event.from], states[event.to]];
  const stays = event.kind === 'ignored' || event.kind === 'heard';
  return {
    row: event.row,
    time: clock(event.time),
    kind: event.kind,
    path: stays ? `stays ${to}` : `${from} → ${to}`,
    why: whyOf(event, moves),
    cameBy: event.cameBy === event.row ? -1 : event.cameBy,
  };
}

function whyOf({ kind, on, guards, moves }: StateEvent, all: CastMachine['moves']): string {
  const events = on.join(' or ');
  if (kind === 'fell back') return 'its process crashed before the commit: what was stored stands';
  if (kind === 'moved') {
    const last = all[moves.at(-1) ?? -1];
    const by = moves.length > 1 && last !== undefined ? `, then ${moveLines(last).join(' ')}` : '';
    return `${events}${by}`;
  }
  const held = guards.length === 0 ? '' : `: not ${guards.join(', not ')}`;
  return kind === 'ignored' ? `ignored ${events}${held}` : `heard ${events}${held}`;
}
