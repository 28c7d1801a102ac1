/** The keys of the page, in one list: what each does, and what the help says of it. */
import { crashKeys, editorKey, faultKinds, faultTexts, scoreKey } from '../faults/fault-kinds.ts';
import type { Lab } from '../run/lab.svelte.ts';
import { numberedPanels } from '../run/panels.ts';

/** A line of the help. */
export interface KeyHelp {
  readonly keys: readonly string[];
  readonly does: string;
}

/** What the help dialog lists. */
export function keyHelp(
  lab: Lab,
): readonly { readonly title: string; readonly lines: readonly KeyHelp[] }[] {
  const { scenario } = lab.run;
  const crashes =
    scenario === undefined
      ? []
      : [...crashKeys(scenario)].map(([id, key]) => ({
          keys: [key],
          does: `Crash ${scenario.services.find((service) => service.id === id)?.name ?? id}`,
        }));
  return [
    {
      title: 'Time',
      lines: [
        { keys: ['Space'], does: 'Play, pause' },
        { keys: ['.'], does: `Step forward to the next ${lab.travel.stepping.unit.name}` },
        { keys: [','], does: `Step back to the previous ${lab.travel.stepping.unit.name}` },
        { keys: ['u'], does: 'Step by something else: milestone, fault, a service …' },
        {
          keys: ['Shift', '.'],
          does: 'Next milestone: an order begins or ends, a step is done, a fault strikes, a process falls or rises',
        },
        { keys: ['Shift', ','], does: 'Previous milestone' },
        { keys: ['b'], does: 'Bookmark this moment' },
        { keys: ['g'], does: 'Go to the next bookmark; with Shift to the previous one' },
        { keys: ['Home'], does: 'Restart from the beginning' },
      ],
    },
    {
      title: 'Faults',
      lines: [
        ...crashes,
        ...faultKinds.map((kind) => ({
          keys: [faultTexts[kind].key],
          does: faultTexts[kind].name,
        })),
      ],
    },
    {
      title: 'Panels',
      lines: [
        { keys: [scoreKey], does: 'Score' },
        ...numberedPanels.map((panel, index) => ({
          keys: [String((index + 1) % 10)],
          does: panel,
        })),
        { keys: [editorKey], does: 'Edit the scenario' },
        { keys: ['?'], does: 'This list' },
      ],
    },
  ];
}

/** What the page knows beyond the lab. */
export interface PageKeys {
  readonly openHelp: () => void;
  /** The control that has the focus was clicked, not reached by keyboard. */
  readonly reachedByPointer: boolean;
}

/** What a key press asks for, if anything. Keys that a control needs for itself are left to it. */
export function keyAction(
  event: KeyboardEvent,
  lab: Lab,
  page: PageKeys,
): (() => void) | undefined {
  const { key, shiftKey, ctrlKey, metaKey, altKey, defaultPrevented } = event;
  if (ctrlKey || metaKey || altKey || defaultPrevented || isTaken(event, page)) return undefined;
  if (key === ' ') return () => lab.togglePlay();
  // With Shift, the keys of comma and full stop give other characters on most keyboards.
  if (event.code === 'Period' || key === '.') return () => lab.travel.stepping.forward(shiftKey);
  if (event.code === 'Comma' || key === ',') return () => lab.travel.stepping.back(shiftKey);
  if (key === 'Home') return () => void lab.restart();
  if (key === '?') return page.openHelp;
  const panel = /^\d$/.test(key) ? numberedPanels[(Number(key) + 9) % 10] : undefined;
  if (panel !== undefined) return () => lab.openPanel(panel);
  const { travel } = lab;
  if (key.toLowerCase() === 'g') return () => void travel.goToNext(!shiftKey);
  if (key === 'b') return () => void travel.bookmark();
  if (key === scoreKey) return () => lab.openPanel('Score');
  if (key === editorKey) return () => void lab.editing.open();
  if (key === 'u') return () => travel.stepping.chooseNext();
  return shiftKey ? undefined : faultAction(key.toLowerCase(), lab);
}

function faultAction(key: string, lab: Lab): (() => void) | undefined {
  const { scenario } = lab.run;
  if (scenario === undefined) return undefined;
  const { faultChoices } = lab;
  const kind = faultKinds.find((each) => faultTexts[each].key === key);
  if (kind !== undefined) return () => void lab.inject(faultChoices.fault(kind, scenario));
  const service = [...crashKeys(scenario)].find(([, letter]) => letter === key)?.[0];
  return service === undefined ? undefined : () => void lab.inject(faultChoices.crash(service));
}

/** True where the key already means something: typing, choosing from a list, pressing a button, moving a slider, inside a dialog. */
function isTaken({ key, target }: KeyboardEvent, { reachedByPointer }: PageKeys): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('dialog') !== null) return true;
  if (target.matches('select, textarea, input:not([type="range"])')) return true;
  if (target.matches('input[type="range"], [role="tab"], [role="grid"]') && key === 'Home')
    return true;
  return key === ' ' && !reachedByPointer && target.matches('button, summary, a');
}
