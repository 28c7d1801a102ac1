/** `baton run`: simulates a scenario to its end and says what came of it, style by style. */
import { recount, stopOf, type Figures, type Stopped } from '../projections/index.ts';
import {
  PromiseKeeper,
  checkHistory,
  counted,
  seconds,
  sentenceOf,
  type Anomaly,
  type Clause,
  type Verdict,
} from '../promises/index.ts';
import type { Scenario } from '../scenario/index.ts';
import { Run, engine, type World } from '../simulation/index.ts';
import type { Style } from '../trace/index.ts';

/** What came of one style. */
export interface StyleReport {
  readonly hash: string;
  readonly virtualMs: number;
  readonly events: number;
  /** `drained`: nothing is left that could change the outcome. `capped`: a limit stopped it. `running`: --until stopped it. */
  readonly ending: 'drained' | 'capped' | 'running';
  /** Which limit stopped it and why, with the circle of an event storm; null when none did. */
  readonly stop: Stopped | null;
  readonly outcomes: Figures['outcomes'];
  readonly messages: number;
  readonly deliveries: number;
  readonly duplicates: number;
  readonly deadLetters: number;
  readonly lag: Figures['lag'];
  readonly latencyMs: Figures['latencyMs'];
  readonly promises: readonly PromiseReport[];
  readonly history: readonly AnomalyReport[];
}

/** What became of a promise. */
export interface PromiseReport {
  readonly id: string;
  readonly text: string;
  /** `pending`: it is about the end, and the run has not come to its own one. */
  readonly state: Verdict['state'];
  /** Whether it is known to hold: neither broken nor pending. */
  readonly holds: boolean;
  readonly violations: number;
  readonly firstAtMs: number | null;
  /** What broke it first; empty while it holds. */
  readonly why: string;
  readonly formula: string;
  readonly precondition: string;
  /** Whether the precondition is met: a promise that does not apply holds, and says nothing. */
  readonly applies: boolean;
  /** The same as `why`, clause by clause, each with the rows of the trace that prove it. */
  readonly clauses: readonly Clause[];
}

/** An anomaly of the history, by Jepsen’s name. */
export interface AnomalyReport {
  readonly name: string;
  readonly text: string;
  readonly times: number;
  readonly firstAtMs: number;
  readonly why: string;
  /** Why Kafka allows it as it is set here; null when it must not happen. */
  readonly allowed: string | null;
  readonly clauses: readonly Clause[];
}

/** What `run --json` prints. */
export interface RunReport {
  readonly scenario: string;
  readonly seed: number;
  readonly engine: string;
  readonly styles: Readonly<Partial<Record<Style, StyleReport>>>;
}

/** A finished run with its worlds, for other verbs to look into. */
export function simulate(
  scenario: Scenario,
  given: { readonly seed: number; readonly styles: readonly Style[]; readonly untilMicros: number },
): Run {
  const run = new Run(scenario, given.seed, given.styles);
  run.advance({ untilMicros: given.untilMicros, maxEvents: Infinity });
  return run;
}

function reportPromise(verdict: Verdict): PromiseReport {
  const { id, text, state, violations, firstAt, sentence, why: clauses } = verdict;
  const { formula, precondition, applies } = verdict;
  const firstAtMs = state === 'broken' ? firstAt / 1000 : null;
  return {
    ...{ id, text, state, holds: state === 'holds', violations, firstAtMs, why: sentence },
    ...{ formula, precondition, applies, clauses },
  };
}

function reportAnomaly(anomaly: Anomaly): AnomalyReport {
  const { name, sentence: text, times, firstAt, allowed, why: clauses } = anomaly;
  const why = sentenceOf(clauses);
  return {
    ...{ name, text, times, firstAtMs: firstAt / 1000, why },
    ...{ allowed: allowed === '' ? null : allowed, clauses },
  };
}

function reportWorld(scenario: Scenario, world: World): StyleReport {
  const keeper = new PromiseKeeper(scenario, world.cast);
  keeper.see(world.trace, 0);
  const { outcomes, messages, deliveries, duplicates, deadLetters, lag, latencyMs } = recount(
    world.trace,
    world.cast,
  );
  return {
    hash: world.hash,
    virtualMs: world.trace.endTime / 1000,
    events: world.kernel.taken,
    ending: world.ending,
    stop: stopOf(world.trace, world.cast) ?? null,
    outcomes,
    messages,
    deliveries,
    duplicates,
    deadLetters,
    lag,
    latencyMs,
    promises: keeper.verdicts().map(reportPromise),
    history: checkHistory(world.trace, scenario, world.cast).map(reportAnomaly),
  };
}

/** The report of a run: every figure is recounted from its traces. */
export function report(name: string, run: Run): RunReport {
  const styles = Object.fromEntries(
    run.worlds.map(({ style, world }) => [style, reportWorld(run.scenario, world)]),
  );
  return { scenario: name, seed: run.seed, engine, styles };
}

/** True when no promise was broken in any style, and no limit had to stop one. What --until leaves pending is no fault. */
export function isWell({ styles }: RunReport): boolean {
  return Object.values(styles).every(
    ({ stop, promises }) => stop === null && promises.every(({ state }) => state !== 'broken'),
  );
}

/** An instant as the sentences about promises have it: cut off and not rounded, so that none comes before its own cause. */
function secondsOf(ms: number): string {
  return seconds(Math.floor(ms) * 1000);
}

const labels: readonly (readonly [string, (style: StyleReport) => string])[] = [
  ['run hash', (style) => style.hash],
  ['virtual time', (style) => `${secondsOf(style.virtualMs)}, ${style.ending}`],
  ['events', (style) => String(style.events)],
  ['orders', ({ outcomes }) => String(outcomes.started)],
  ['  completed', ({ outcomes }) => String(outcomes.completed)],
  ['  compensated', ({ outcomes }) => String(outcomes.compensated)],
  ['  failed', ({ outcomes }) => String(outcomes.failed)],
  ['  pending or stuck', ({ outcomes }) => String(outcomes.stuck)],
  ['messages', (style) => String(style.messages)],
  ['deliveries', (style) => String(style.deliveries)],
  ['  duplicates', (style) => String(style.duplicates)],
  ['dead letters', (style) => String(style.deadLetters)],
  ['lag, max and end', ({ lag }) => `${lag.max}, ${lag.end}`],
  [
    'latency p50 p95 p99',
    ({ latencyMs: { p50, p95, p99 } }) =>
      [p50, p95, p99].map((ms) => (ms === null ? '–' : ms.toFixed(0))).join(' ') + ' ms',
  ],
];

/** Why a limit stopped a run, for people; nothing when none did. */
function stopLines(name: string, { stop }: StyleReport): string[] {
  if (stop === null) return [];
  const rounds = stop.storm?.round.map(
    ({ row, type, maker }) => `  row ${String(row).padStart(8)}  ${maker} makes ${type}`,
  );
  return ['', `Stopped in ${name}`, `  ${stop.sentence}`, ...(rounds ?? [])];
}

/** The anomalies of a history, for people; nothing when there are none. */
function historyLines(name: string, { history }: StyleReport): string[] {
  if (history.length === 0) return [];
  const lines = history.flatMap(({ name: anomaly, times, why, allowed }) => [
    `  ${anomaly.padEnd(21)} ${counted(times, 'time')}: ${why}`,
    `  ${''.padEnd(21)} ${allowed === null ? 'Kafka must not do that.' : `Allowed here: ${allowed}.`}`,
  ]);
  return ['', `History in ${name}, by Jepsen’s names`, ...lines];
}

/** The report as a table for people. */
export function reportLines({ scenario, seed, styles }: RunReport): string[] {
  const columns = Object.entries(styles);
  const row = (label: string, cells: readonly string[]) =>
    (label.padEnd(22) + cells.map((cell) => cell.padEnd(26)).join('')).trimEnd();
  const figures = labels.map(([label, of]) =>
    row(
      label,
      columns.map(([, style]) => of(style)),
    ),
  );
  const promises = columns.flatMap(([name, style]) => [
    ...stopLines(name, style),
    '',
    `Promises in ${name}`,
    ...style.promises.flatMap(({ state, text, violations, firstAtMs, why }) =>
      state !== 'broken'
        ? [`  ${state.padEnd(7)}  ${text}`]
        : [
            `  broken   ${text}: ${counted(violations, 'time')}, first at ${secondsOf(firstAtMs ?? 0)}`,
            `           ${why}`,
          ],
    ),
    ...historyLines(name, style),
  ]);
  return [
    `${scenario}, seed ${seed}`,
    '',
    row(
      '',
      columns.map(([name]) => name),
    ),
    ...figures,
    ...promises,
  ];
}
