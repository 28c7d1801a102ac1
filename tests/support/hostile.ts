/** A scenario that means ill: every text is an attack or as long as it may be, in several scripts, and there are two hundred processes. */
import { writeScenario, type Scenario } from '../../src/scenario/index.ts';
import { limits } from '../../src/scenario/limits.ts';
import { builtIn } from './runs.ts';

const services = 40;
const instances = 5;
const attacks = [
  '<img src=x onerror="window.struck=1">',
  '</script><svg onload=window.struck=1>',
  'javascript:window.struck=1',
  '"\'`${window.struck=1}{{struck}}%%{init}%%',
  'مرحبا بالعالم عربي طويل',
  '👩🚀🔥 end; subgraph x["',
  '"]; click n0 href "javascript:window.struck=1"',
  `%%{init: {'securityLevel': 'loose'}}%% \\ $x$ fa:fa-user`,
  '=HYPERLINK("http://example.com";1) | a | b |',
  '[here](javascript:window.struck=1) ![x](x) ```',
  '{@html struck}</title><base href=//x>',
  'Z͓͈̖á̂̃̄l̖̗g͆o﷽﷽',
];

function label(index: number): string {
  const attack = attacks[index % attacks.length] ?? '';
  return [...`${index} ${attack} ${'W'.repeat(limits.labelLength)}`]
    .slice(0, limits.labelLength)
    .join('');
}

function idOf(index: number): string {
  return `s${String(index)}-`.padEnd(limits.idLength, 'x');
}

/** Its text. */
export function hostileScenario(): string {
  const scenario = builtIn('order-fulfilment');
  const template = scenario.flow.steps[2];
  if (template === undefined) throw new Error('order fulfilment has no third step');
  const steps = Array.from({ length: services - 1 }, (_, at) => {
    const name = (letter: string): string => `${letter}${at}`.padEnd(limits.idLength, 'M');
    return {
      ...template,
      ...{ id: idOf(at + 1), service: idOf(at + 1), after: at < 3 ? [] : [idOf(at - 2)] },
      ...{ command: name('C'), done: name('D'), refused: name('R') },
      compensation: { command: name('U'), done: name('V') },
    };
  });
  const text = attacks.join(' ').repeat(9).slice(0, 1500);
  const hostile = {
    ...(JSON.parse(writeScenario(scenario)) as Record<string, unknown>),
    title: label(0),
    summary: text,
    gallery: { concept: label(1), teaches: label(2), minutes: 10 },
    services: Array.from({ length: services }, (_, at) => ({
      // Nothing forbids that several have the same name.
      ...{ id: idOf(at), name: label(at === 9 ? 8 : at), inbox: true, outbox: true, instances },
    })),
    flow: { owner: idOf(0), placed: 'P'.repeat(40), expired: 'E'.repeat(40), steps },
    broker: {
      profile: 'kafka',
      topics: (['events', 'commands', 'replies'] as const).map((carries) => ({
        ...{ id: carries.padEnd(limits.idLength, 'x'), partitions: 16, carries },
      })),
    },
    workload: { ...scenario.workload, orders: 4 },
    readers: [0, 1].map((at) => ({
      ...{ id: `r${at}`, name: label(3), topics: ['events'.padEnd(limits.idLength, 'x')] },
      work: { minMs: 1, maxMs: 2 },
    })),
    faults: [
      {
        when: { atMs: 900 },
        target: { service: idOf(1) },
        effect: { kind: 'crash', restartAfterMs: 500 },
      },
      { when: { atMs: 950 }, target: { service: idOf(2) }, effect: { kind: 'pause', forMs: 900 } },
    ],
    repair: {
      promise: 'p0-'.padEnd(limits.idLength, 'y'),
      set: ['broker.settings["linger.ms"]=1'],
      text: text.slice(0, 400),
    },
    promises: Array.from({ length: limits.promises }, (_, at) => ({
      ...{ id: `p${at}-`.padEnd(limits.idLength, 'y'), text: label(at) },
      ...{ kind: 'at-most-once', step: idOf(1 + (at % (services - 1))) },
    })),
  } satisfies Record<string, unknown> & { readonly title: Scenario['title'] };
  return JSON.stringify(hostile);
}
