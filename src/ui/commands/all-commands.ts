/** Everything that the page can do, with a key or without: what the palette lists. */
import { brokerFaults } from '../faults/broker-faults.ts';
import { faultKinds, faultTexts } from '../faults/fault-kinds.ts';
import { brokerSettings } from '../../scenario/index.ts';
import type { Style } from '../../trace/index.ts';
import { catalogue } from '../run/catalogue.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { panels } from '../run/panels.ts';
import { positionOf, positions, speedAt, speedText } from '../run/speed.ts';
import { knobsOf } from '../settings/knobs.ts';
import { home } from '../shell/home.ts';
import { themes } from '../shell/theme.svelte.ts';
import { commandGroups, type Command, type CommandGroup } from './command.ts';
import { keyedCommands, type Doors } from './keyed.ts';

/** All commands as they stand now, by group; those with a key first. */
export function allCommands(lab: Lab, doors: Doors): readonly Command[] {
  const keyed = keyedCommands(lab, doors);
  const known = new Set(keyed.map(({ id }) => id));
  const others = [
    ...ofTime(lab),
    ...ofFaults(lab),
    ...ofPanels(lab),
    ...ofPage(lab, doors),
    ...ofStyles(lab),
    ...ofSwitches(lab),
    ...ofSettings(lab),
    ...ofScenarios(lab),
  ].filter(({ id }) => !known.has(id));
  const all = [...keyed, ...others];
  return commandGroups.flatMap((group) => all.filter((each) => each.group === group));
}

function commandsOf(group: CommandGroup) {
  return (id: string, name: string, run: () => unknown, also = ''): Command => ({
    ...{ id, group, name, also, run },
  });
}

function ofTime(lab: Lab): readonly Command[] {
  const { travel, player } = lab;
  const make = commandsOf('Time');
  const faster = speedAt(Math.min(positions, positionOf(player.speed) + 5));
  const slower = speedAt(Math.max(0, positionOf(player.speed) - 5));
  const promise = { kind: 'promise' } as const;
  const fault = { kind: 'fault' } as const;
  return [
    make('to-fault', 'Go to the next fault', () => travel.goToCondition(fault, true)),
    make('to-last-fault', 'Go to the previous fault', () => travel.goToCondition(fault, false)),
    make('to-broken', 'Go to the next broken promise', () => travel.goToCondition(promise, true)),
    make('to-last-broken', 'Go to the previous broken promise', () =>
      travel.goToCondition(promise, false),
    ),
    make('to-letter', 'Go to the next dead letter', () =>
      travel.goToCondition({ kind: 'dead-letter' }, true),
    ),
    make('faster', `Play faster: ${speedText(faster)}`, () => player.setSpeed(faster), 'speed'),
    make('slower', `Play slower: ${speedText(slower)}`, () => player.setSpeed(slower), 'speed'),
    make(
      'break-promise',
      'Stop play when a promise breaks',
      () => {
        travel.breakpoints.add(promise);
        lab.openPanel('Moments');
      },
      'breakpoint',
    ),
    make(
      'break-fault',
      'Stop play when a fault strikes',
      () => {
        travel.breakpoints.add(fault);
        lab.openPanel('Moments');
      },
      'breakpoint',
    ),
    make('fork', 'Begin a new branch here', () => travel.forkHere(), 'fork'),
    make('reseed', 'Take the next seed', () => lab.reseed(lab.run.seed + 1), 'another run'),
  ];
}

function ofFaults(lab: Lab): readonly Command[] {
  const { scenario, faults } = lab.run;
  const { moment, faultChoices } = lab;
  if (scenario === undefined) return [];
  const make = commandsOf('Faults');
  const aimed = scenario.services.flatMap(({ id, name }) => [
    make(`crash ${id}`, `Crash ${name}`, () => lab.inject(faultChoices.crash(id))),
    ...faultKinds
      .filter((kind) => kind !== 'spike')
      .map((kind) =>
        make(`fault ${kind} ${id}`, `${faultTexts[kind].name}: ${name}`, () =>
          lab.inject(faultChoices.fault(kind, scenario, id)),
        ),
      ),
  ]);
  if (moment === undefined) return aimed;
  const service = faultChoices.target(scenario);
  const topic = scenario.broker.topics[0]?.id ?? '';
  const aim = { service, topic, partition: 0 };
  const at = [scenario.services.find(({ id }) => id === service)?.name, topic].join(', ');
  const ofBroker = brokerFaults({ scenario, faults, moment, aim }).flatMap(
    ({ title, faults: offered }) =>
      offered.map(({ id, label, fault }) =>
        make(
          `${title} ${id}`,
          `${label} (${at})`,
          () => lab.inject(fault),
          `${title} broker kafka`,
        ),
      ),
  );
  return [...aimed, ...ofBroker];
}

function ofPanels(lab: Lab): readonly Command[] {
  const make = commandsOf('Panels');
  return panels.map((panel) =>
    make(`panel ${panel}`, panel, () => lab.openPanel(panel), 'open panel'),
  );
}

function ofPage(lab: Lab, doors: Doors): readonly Command[] {
  const make = commandsOf('Page');
  const { repair } = lab.run.scenario ?? {};
  const { isDone } = lab.mending;
  const mend = make(
    'repair',
    isDone ? 'Undo the repair' : 'Repair the scenario',
    () => (isDone ? lab.mending.undo() : lab.mending.repair()),
    'mend',
  );
  const bringBack = make(
    'aside',
    `Bring back what you did in “${lab.aside.title}”`,
    () => lab.aside.bringBack(),
    'undo open branches bookmarks',
  );
  return [
    make(
      'export',
      'Export the run: pictures, events, spans, report',
      doors.openExport,
      'save download print svg png mermaid csv cloudevents otlp jaeger markdown',
    ),
    make('share', 'Share this moment', () => lab.links.share(), 'link copy address'),
    ...themes
      .filter((theme) => theme !== lab.theme.shown)
      .map((theme) =>
        make(
          `theme ${theme}`,
          `Change to ${theme} theme`,
          () => lab.theme.choose(theme),
          'colours',
        ),
      ),
    make(
      'brokers',
      lab.showsBrokers ? 'Hide the brokers on the stage' : 'Show the brokers on the stage',
      () => lab.toggleBrokers(),
      'replicas nodes',
    ),
    ...(repair === undefined ? [] : [mend]),
    ...(lab.aside.title === '' ? [] : [bringBack]),
    make('gallery', 'All scenarios', () => (location.hash = home), 'home gallery leave'),
  ];
}

function ofStyles(lab: Lab): readonly Command[] {
  const make = commandsOf('Styles');
  const both: readonly Style[] = ['choreography', 'orchestration'];
  const choices: readonly (readonly [string, readonly Style[]])[] = [
    ['Choreography', ['choreography']],
    ['Side by side', both],
    ['Orchestration', ['orchestration']],
    ['All three: with direct calls as the baseline', [...both, 'direct']],
  ];
  return choices
    .filter(([, styles]) => styles.every((style) => lab.allows(style)))
    .map(([name, styles]) =>
      make(`style ${styles.join(' ')}`, name, () => lab.show(styles), 'style view'),
    );
}

function ofSwitches(lab: Lab): readonly Command[] {
  const make = commandsOf('Switches');
  const { services } = lab.run.scenario ?? { services: [] };
  return services.flatMap(({ id, name }) =>
    (['inbox', 'outbox'] as const).map((which) => {
      const isOn = lab.isOn(id, which);
      return make(
        `${which} ${id}`,
        `Switch the ${which} of ${name} ${isOn ? 'off' : 'on'}`,
        () => lab.flip(id, which, !isOn),
        'idempotent transactional',
      );
    }),
  );
}

function ofSettings(lab: Lab): readonly Command[] {
  const make = commandsOf('Settings');
  const { scenario } = lab.run;
  const knobs = scenario === undefined ? [] : knobsOf(scenario);
  return [
    ...knobs.map(({ path, name, sentence }) =>
      make(`knob ${path}`, name, () => lab.dock.openSetting(name), sentence),
    ),
    ...brokerSettings.map(({ name, sentence }) =>
      make(`setting ${name}`, name, () => lab.dock.openSetting(name), sentence),
    ),
  ];
}

function ofScenarios(lab: Lab): readonly Command[] {
  const make = commandsOf('Scenarios');
  return catalogue.map(({ slug, name }) =>
    make(`scenario ${slug}`, name, () => lab.openScenario(slug), 'open scenario'),
  );
}
