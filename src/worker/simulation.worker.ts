/** The worker's entry: the simulation, exposed to the page that made this worker and to nobody else. */
import { expose, transfer } from 'comlink';
import { buffersOf } from '../trace/index.ts';
import { heartbeat, type Batch, type SimulationApi } from './protocol.ts';
import { Simulation } from './simulation.ts';

const simulation = new Simulation(
  () => performance.now(),
  () => postMessage(heartbeat),
);

function handOver(batch: Batch): Batch {
  return transfer(
    batch,
    batch.worlds.flatMap(({ rows }) => buffersOf(rows)),
  );
}

const api: SimulationApi = {
  load: (request) => simulation.load(request),
  advance: (budget) => handOver(simulation.advance(budget)),
  act: (action) => handOver(simulation.act(action)),
  rewind: (toMicros) => handOver(simulation.rewind(toMicros)),
  replay: (actions) => handOver(simulation.replay(actions)),
  retell: () => handOver(simulation.retell()),
  fingerprints: (atMicros) => simulation.fingerprints(atMicros),
  history: () => simulation.history(),
};

expose(api);
// From here on silence means something.
postMessage(heartbeat);
