/** The same M/M/1 queue in SimPy, in a Python of its own; where there is no Python with SimPy, there is nothing to compare with. */
import { spawnSync } from 'node:child_process';

const program = `
import json, sys, time
import simpy

gaps, spans, rounds = json.load(sys.stdin)

def customer(env, server, span):
    with server.request() as request:
        yield request
        yield env.timeout(span)

def source(env, server):
    for gap, span in zip(gaps, spans):
        yield env.timeout(gap)
        env.process(customer(env, server, span))

taken = []
for _ in range(rounds):
    env = simpy.Environment()
    env.process(source(env, simpy.Resource(env, capacity=1)))
    begun, worked = time.perf_counter(), time.process_time()
    env.run()
    taken.append(min(time.perf_counter() - begun, time.process_time() - worked))
taken.sort()
print(json.dumps({"version": simpy.__version__, "seconds": taken[len(taken) // 2], "end": env.now}))
`;

/** What SimPy needed for the queue. */
export interface SimpyRun {
  readonly version: string;
  readonly seconds: number;
  /** When the last customer left. */
  readonly end: number;
}

/** The first is the reader's own Python, the second the one that a Debian package of SimPy belongs to. */
const pythons = ['python3', '/usr/bin/python3'];

/** Runs the queue in SimPy; undefined where no Python has it. */
export function runSimpy(
  between: Int32Array,
  service: Int32Array,
  rounds: number,
): SimpyRun | undefined {
  const input = JSON.stringify([[...between], [...service], rounds]);
  for (const python of pythons) {
    const { status, stdout } = spawnSync(python, ['-c', program], { input, encoding: 'utf8' });
    if (status === 0) return JSON.parse(stdout) as SimpyRun;
  }
  return undefined;
}
