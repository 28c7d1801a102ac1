/** Reads a browser's trace: how much script each frame runs on the page's main thread, and its longest tasks. */
import type { CDPSession } from '@playwright/test';

/** As much of a trace event as we read. Times are in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** For how much of it a core worked for this thread. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** Records what a page does while some work goes on. */
export async function record(
  session: CDPSession,
  work: () => Promise<void>,
): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  const categories = 'devtools.timeline,disabled-by-default-devtools.timeline,__metadata';
  await session.send('Tracing.start', { categories, transferMode: 'ReportEvents' });
  await work();
  const isComplete = new Promise<void>((resolve) => {
    session.once('Tracing.tracingComplete', () => resolve());
  });
  await session.send('Tracing.end');
  await isComplete;
  return events;
}

/** What a trace says of the main thread. */
export interface MainThread {
  /** Milliseconds of script in each frame. */
  readonly scripts: readonly number[];
  /** The longest task, in ms. */
  readonly longest: number;
  /** How many tasks took longer than 50 ms. */
  readonly overLong: number;
}

const longMs = 50;
const scriptNames: ReadonlySet<string> = new Set([
  'FireAnimationFrame',
  'FunctionCall',
  'EventDispatch',
  'RunMicrotasks',
  'TimerFire',
  'EvaluateScript',
]);

/** Takes the main thread out of a trace: the one that asks for animation frames. */
export function frames(events: readonly TraceEvent[]): MainThread {
  const first = events.find(({ name }) => name === 'FireAnimationFrame');
  if (first === undefined) throw new Error('the page drew no frame while it was watched');
  const own = events
    .filter(({ ph, pid, tid }) => ph === 'X' && pid === first.pid && tid === first.tid)
    .toSorted((one, other) => one.ts - other.ts);
  const tasks = own.filter(({ name }) => name === 'RunTask').map(milliseconds);
  return {
    scripts: scriptsByFrame(own.filter(({ name }) => scriptNames.has(name))),
    longest: Math.max(0, ...tasks),
    overLong: tasks.filter((span) => span > longMs).length,
  };
}

/** A frame is what happens from one animation callback to the next. Script within script is counted once. */
function scriptsByFrame(scripts: readonly TraceEvent[]): number[] {
  const spans: number[] = [];
  let end = 0;
  for (const event of scripts) {
    if (event.name === 'FireAnimationFrame') spans.push(0);
    if (event.ts < end) continue;
    end = event.ts + (event.dur ?? 0);
    if (spans.length > 0) spans[spans.length - 1] = (spans.at(-1) ?? 0) + milliseconds(event);
  }
  // The last frame is cut off.
  return spans.slice(0, -1);
}

/** What the thread itself took: not what others on the machine took from it meanwhile. */
function milliseconds({ dur = 0, tdur = dur }: TraceEvent): number {
  return Math.min(dur, tdur) / 1000;
}
