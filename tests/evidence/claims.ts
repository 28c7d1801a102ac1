/** What Baton claims of its built-in scenarios, as questions over many seeds. The tests ask few seeds, the evidence asks many. */
import { stopOf } from '../../src/projections/index.ts';
import type { Fault, Scenario } from '../../src/scenario/index.ts';
import { moments, type Style } from '../../src/trace/index.ts';
import { crash, crashesEverywhere, handlerPoints } from '../support/crash-plans.ts';
import {
  builtIn,
  complaint,
  count,
  finished,
  judge,
  withFaults,
  type Judgement,
} from '../support/runs.ts';

/** The styles that a claim about both covers. */
export const twins: readonly Style[] = ['choreography', 'orchestration'];

/** What asking came to. */
export interface Answer {
  readonly seeds: number;
  /** One line per seed and style that contradicts the claim. */
  readonly complaints: readonly string[];
  /** Shares between 0 and 1, and counts, by name: what was measured on the way. */
  readonly figures: Readonly<Record<string, number>>;
  /** What could not be asked here, and why. */
  readonly remarks?: readonly string[];
}

function each(
  seeds: number,
  scenario: Scenario,
  styles: readonly Style[],
  look: (judged: Judgement, seed: number) => void,
): void {
  for (let seed = 1; seed <= seeds; seed++)
    for (const style of styles) look(judge(scenario, style, seed), seed);
}

/** With inbox and outbox every promise survives crashes at every named point, though records are delivered twice. */
export function holdsUnderCrashes(seeds: number): Answer {
  const complaints: string[] = [];
  let crashes = 0;
  let duplicates = 0;
  each(
    seeds,
    withFaults(builtIn('order-fulfilment'), crashesEverywhere()),
    twins,
    (judged, seed) => {
      const words = complaint(judged, seed);
      if (words !== '') complaints.push(words);
      if (judged.figures.duplicates === 0)
        complaints.push(`seed ${seed}, ${judged.world.cast.style}: nothing was delivered twice`);
      crashes += count(judged.world, 'process-crashed');
      duplicates += judged.figures.duplicates;
    },
  );
  return { seeds, complaints, figures: { crashes, duplicates } };
}

/** The crash that every naive consumer fears: the work is done, the offset is not committed. */
export const afterWorkBeforeCommit: readonly Fault[] = [
  crash('shipping', 'before offset-commit', 9, 'shipping'),
];

/** Without inbox and outbox the same crash ships an order twice, in both styles, and nothing does without it. */
export function naiveShipsTwice(seeds: number): Answer {
  const naive = builtIn('order-fulfilment-naive');
  const complaints: string[] = [];
  const figures: Record<string, number> = {};
  for (const style of twins) {
    let struck = 0;
    let broken = 0;
    each(seeds, withFaults(naive, afterWorkBeforeCommit), [style], (judged) => {
      if (count(judged.world, 'process-crashed') === 0) return;
      struck += 1;
      if (judged.broken.some((verdict) => verdict.id === 'shipped-once')) broken += 1;
    });
    figures[`${style} struck`] = struck;
    figures[`${style} share broken`] = struck === 0 ? 0 : broken / struck;
    if (struck === 0 || broken < 0.9 * struck)
      complaints.push(`${style}: broken in ${broken} of ${struck} seeds in which the crash struck`);
    each(seeds, naive, [style], (judged, seed) => {
      const words = complaint(judged, seed);
      if (words !== '') complaints.push(`without the crash, ${words}`);
    });
  }
  return { seeds, complaints, figures };
}

function payExternally(scenario: Scenario, idempotencyKey: boolean): Scenario {
  const steps = scenario.flow.steps.map((step) =>
    step.effect?.reach === 'external'
      ? { ...step, effect: { ...step.effect, idempotencyKey } }
      : step,
  );
  return { ...scenario, flow: { ...scenario.flow, steps } };
}

/** An inbox cannot take back a charge at the card company; a key by which the company recognises it can. */
export function onlyAKeySavesAnOutsideEffect(seeds: number): Answer {
  const scenario = withFaults(builtIn('external-effect'), [
    crash('payment', 'after effect', 9, 'payment'),
  ]);
  const complaints: string[] = [];
  const figures: Record<string, number> = {};
  for (const style of twins) {
    let struck = 0;
    let twice = 0;
    each(seeds, payExternally(scenario, false), [style], (judged) => {
      if (count(judged.world, 'process-crashed') === 0) return;
      struck += 1;
      if (judged.broken.some((verdict) => verdict.id === 'charged-once')) twice += 1;
    });
    figures[`${style} struck`] = struck;
    figures[`${style} share charged twice without a key`] = struck === 0 ? 0 : twice / struck;
    if (struck === 0 || twice < 0.9 * struck)
      complaints.push(`${style}: charged twice in ${twice} of ${struck} seeds`);
    each(seeds, payExternally(scenario, true), [style], (judged, seed) => {
      const words = complaint(judged, seed);
      if (words !== '') complaints.push(`with a key, ${words}`);
    });
  }
  return { seeds, complaints, figures };
}

/** Every built-in scenario as it stands: it drains, its promises hold, and each style comes to an end for every order. */
export function scenariosKeepTheirPromises(
  seeds: number,
  slugs: readonly string[],
  styles: readonly Style[],
): Answer {
  const complaints: string[] = [];
  for (const slug of slugs) {
    const scenario = builtIn(slug);
    // One that is set wrongly on purpose has a claim of its own.
    if (scenario.repair !== undefined) continue;
    const own = styles.filter((style) => scenario.styles.includes(style));
    each(seeds, scenario, own, (judged, seed) => {
      const words = complaint(judged, seed);
      if (words !== '') complaints.push(`${slug}, ${words}`);
    });
  }
  return { seeds, complaints, figures: { scenarios: slugs.length } };
}

/** In a choreography the blocked partition stops its orders; a saga asks again for as long as a run may last. */
const asksForEver = 'poison-blocks-partition-naive, orchestration';

/** Every built-in scenario, the wrong ones too, ends by itself and far from every limit; and where one has no end, it is time that stops it. */
export function noRunReachesALimit(seeds: number, slugs: readonly string[]): Answer {
  const complaints: string[] = [];
  let [hops, rows, events, forEver] = [0, 0, 0, 0];
  for (const slug of slugs) {
    const scenario = builtIn(slug);
    for (const style of scenario.styles) {
      for (let seed = 1; seed <= seeds; seed++) {
        const { trace, cast, messages, kernel } = finished(scenario, style, seed);
        const stop = stopOf(trace, cast);
        rows = Math.max(rows, trace.length);
        events = Math.max(events, kernel.taken);
        for (let message = 0; message < messages.count; message++)
          hops = Math.max(hops, messages.hops(message));
        if (stop?.cap === 'lastInstant' && `${slug}, ${style}` === asksForEver) forEver += 1;
        else if (stop !== undefined)
          complaints.push(`${slug}, ${style}, seed ${seed}: ${stop.sentence}`);
      }
    }
  }
  return { seeds, complaints, figures: { hops, rows, events, 'stopped by time': forEver } };
}

/** A network that loses one in `of` requests, answers and calls delays everything and breaks nothing. */
export function holdsOnALossyNetwork(seeds: number, of: number): Answer {
  const complaints: string[] = [];
  let lost = 0;
  const scenario = builtIn('order-fulfilment');
  each(
    seeds,
    { ...scenario, network: { ...scenario.network, loss: { in: 1, of } } },
    twins,
    (judged, seed) => {
      const words = complaint(judged, seed);
      if (words !== '') complaints.push(words);
      lost += count(judged.world, 'leg-lost');
    },
  );
  if (lost === 0) complaints.push('nothing was lost, so nothing was shown');
  return { seeds, complaints, figures: { lost } };
}

/** Committing before the work loses what a crash interrupts: for good in a choreography, until the saga asks again in an orchestration. */
export function atMostOnceLoses(seeds: number): Answer {
  const scenario = builtIn('order-fulfilment-naive');
  const services = scenario.services.map((service) => ({
    ...service,
    delivery: 'at-most-once' as const,
  }));
  const faults = [crash('shipping', 'after offset-commit', 9, 'shipping')];
  const complaints: string[] = [];
  const figures: Record<string, number> = {};
  for (const style of twins) {
    let struck = 0;
    let lost = 0;
    each(seeds, withFaults({ ...scenario, services }, faults), [style], (judged, seed) => {
      if (judged.broken.some((verdict) => verdict.id === 'shipped-once'))
        complaints.push(`seed ${seed}: shipped twice`);
      if (judged.bugs.length > 0) complaints.push(complaint(judged, seed));
      if (count(judged.world, 'process-crashed') === 0) return;
      struck += 1;
      if (judged.broken.some((verdict) => verdict.id === 'nothing-lost')) lost += 1;
    });
    figures[`${style} struck`] = struck;
    figures[`${style} lost`] = lost;
    const isAsExpected = style === 'choreography' ? lost >= 0.9 * struck : lost === 0;
    if (struck === 0 || !isAsExpected)
      complaints.push(`${style}: lost in ${lost} of ${struck} seeds in which the crash struck`);
  }
  return { seeds, complaints, figures };
}

/** Even when the first delivery of every record to a service crashes it at the same point, all that was promised holds in the end. */
export function holdsWhenEveryFirstDeliveryCrashes(seeds: number): Answer {
  const scenario = builtIn('order-fulfilment');
  const few = { ...scenario, workload: { ...scenario.workload, orders: 8 } };
  const complaints: string[] = [];
  let crashes = 0;
  for (const service of ['payment', 'inventory', 'shipping', 'notification']) {
    for (const point of handlerPoints) {
      for (const moment of moments) {
        const when = { point: `${moment} ${point}` as const, attempt: 1, every: true };
        const faults: Fault[] = [
          { when, target: { service }, effect: { kind: 'crash', restartAfterMs: 500 } },
        ];
        each(seeds, withFaults(few, faults), twins, (judged, seed) => {
          const words = complaint(judged, seed);
          if (words !== '') complaints.push(`${service}, ${moment} ${point}: ${words}`);
          crashes += count(judged.world, 'process-crashed');
        });
      }
    }
  }
  if (crashes === 0) complaints.push('nothing crashed, so nothing was shown');
  return { seeds, complaints, figures: { crashes } };
}
