/** The rooms of a world that have a state, in the order in which a checkpoint has them. */
import type { Scribe, Transcribed } from '../../kernel/index.ts';
import type { Store } from '../../services/index.ts';
import type { ServiceProcess } from './process.ts';
import type { World } from './world.ts';

function roomsOf(world: World): readonly (readonly [string, Transcribed])[] {
  return [
    ['settings', world.settings],
    ['messages', world.messages],
    ['faults', world.faults],
    ['network', world.network],
    ['broker', world.broker],
    ['groups', world.groups],
    ['producers', world.producers],
    ['relays', world.relays],
    ['membership', world.membership],
    ['consumers', world.consumers],
    ['clients', world.clients],
    ['jobs', world.jobs],
    ['incidents', world.incidents],
    ['pauses', world.pauses],
    ['departures', world.departures],
  ];
}

/** What a world keeps to itself. */
interface Inner {
  readonly processes: readonly (ServiceProcess | undefined)[];
  readonly stores: readonly Store[];
}

/** Writes all rooms of a world into a checkpoint, or reads them. */
export function transcribeRooms(world: World, scribe: Scribe, { processes, stores }: Inner): void {
  for (const process of processes) {
    if (process === undefined) continue;
    scribe.chapter('process');
    process.transcribe(scribe, world.jobKind);
  }
  for (const store of stores) {
    scribe.chapter('store');
    store.transcribe(scribe);
  }
  for (const [name, room] of roomsOf(world)) {
    scribe.chapter(name);
    room.transcribe(scribe);
  }
}
