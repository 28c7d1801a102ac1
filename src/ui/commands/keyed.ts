/** Everything that has a key: the one table that keys, help and palette are made of. */
import {
  crashKeys,
  dockKeys,
  editorKey,
  faultKinds,
  faultTexts,
  scoreKey,
} from '../faults/fault-kinds.ts';
import { undoLast } from '../faults/undo.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { numberedPanels, panels } from '../run/panels.ts';
import type { Command, CommandGroup, Stroke } from './command.ts';

/** What the page opens for a command. */
export interface Doors {
  readonly openHelp: () => void;
  readonly openPalette: () => void;
  readonly openExport: () => void;
  /** Shows the lab to a room. */
  readonly present: () => void;
}

/** A command with its keys. */
export type KeyedCommand = Command & { readonly keys: readonly Stroke[] };

/** All commands that have a key, as they stand now. */
export function keyedCommands(lab: Lab, doors: Doors): readonly KeyedCommand[] {
  return [...ofTime(lab), ...ofFaults(lab), ...ofPanels(lab), ...ofPage(lab, doors)];
}

function ofTime(lab: Lab): readonly KeyedCommand[] {
  const { travel } = lab;
  const { stepping } = travel;
  const { unit } = stepping;
  const make = commandsOf('Time');
  return [
    make('play', 'Play, pause', ['Space'], () => lab.togglePlay()),
    make('step', `Step forward to the next ${unit.name}`, ['.'], () => stepping.forward(false)),
    make('back', `Step back to the previous ${unit.name}`, [','], () => stepping.back(false)),
    make('step-by', 'Step by something else: milestone, fault, a service …', ['u'], () =>
      stepping.chooseNext(),
    ),
    make(
      'milestone',
      'Next milestone: an order begins or ends, a step is done, a fault strikes, a process falls or rises',
      ['Shift+.'],
      () => stepping.forward(true),
    ),
    make('milestone-back', 'Previous milestone', ['Shift+,'], () => stepping.back(true)),
    make('bookmark', 'Bookmark this moment', ['b'], () => travel.bookmark()),
    make('next-bookmark', 'Go to the next bookmark', ['g'], () => travel.goToNext(true)),
    make('last-bookmark', 'Go to the previous bookmark', ['Shift+g'], () => travel.goToNext(false)),
    make('restart', 'Restart from the beginning', ['Home'], () => lab.restart()),
    make('to-end', 'Go to the end of the run', ['End'], () => lab.player.seekEnd()),
  ];
}

function ofFaults(lab: Lab): readonly KeyedCommand[] {
  const { scenario } = lab.run;
  if (scenario === undefined) return [];
  const { faultChoices } = lab;
  const make = commandsOf('Faults');
  const crashes = [...crashKeys(scenario)].map(([id, key]) => {
    const name = scenario.services.find((service) => service.id === id)?.name ?? id;
    return make(`crash ${id}`, `Crash ${name}`, [key], () => lab.inject(faultChoices.crash(id)));
  });
  const others = faultKinds.map((kind) =>
    make(`fault ${kind}`, faultTexts[kind].name, [faultTexts[kind].key], () =>
      lab.inject(faultChoices.fault(kind, scenario)),
    ),
  );
  const undo = make(
    'undo',
    'Undo: take back the fault or the switch that came last',
    ['Ctrl+z'],
    () => undoLast(lab),
  );
  return [...crashes, ...others, undo];
}

function ofPanels(lab: Lab): readonly KeyedCommand[] {
  const { dock } = lab;
  const make = commandsOf('Panels');
  const keyed = panels.flatMap((panel) => {
    const number = numberedPanels.indexOf(panel);
    const key = panel === 'Score' ? scoreKey : number < 0 ? '' : String((number + 1) % 10);
    return key === '' ? [] : [make(`panel ${panel}`, panel, [key], () => lab.openPanel(panel))];
  });
  const { full, split } = dockKeys;
  return [
    ...keyed,
    make('split', dock.isSplit ? 'One panel alone' : 'Two panels beside each other', [split], () =>
      dock.toggleSplit(),
    ),
    make(
      'full',
      dock.isFull ? 'Leave full screen' : 'Full screen: the panels over the whole page',
      // Escape has other meanings as long as there is nothing to leave.
      dock.isFull ? [full, 'Escape'] : [full],
      () => dock.toggleFull(),
    ),
  ];
}

function ofPage(lab: Lab, { openHelp, openPalette, present }: Doors): readonly KeyedCommand[] {
  const make = commandsOf('Page');
  return [
    make('edit', 'Edit the scenario', [editorKey], () => lab.editing.open()),
    // Without Shift it crashes Payment.
    make('present', 'Present the lab to a room', ['Shift+p'], present),
    make('palette', 'Find anything that the page can do', ['Ctrl+k'], openPalette),
    make('help', 'All keys', ['?'], openHelp),
  ];
}

function commandsOf(group: CommandGroup) {
  return (id: string, name: string, keys: readonly Stroke[], run: () => unknown): KeyedCommand => ({
    ...{ id, group, name, keys, run },
  });
}
