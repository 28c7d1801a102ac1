/** The commands of the page: one table for keys, help and palette, so that they cannot say different things. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { allCommands } from '../../src/ui/commands/all-commands.ts';
import { capsOf, strokeOf, type Command } from '../../src/ui/commands/command.ts';
import { findCommands } from '../../src/ui/commands/finding.ts';
import { fits } from '../../src/ui/commands/fuzzy.ts';
import { helpOf } from '../../src/ui/commands/help.ts';
import { keyedCommands } from '../../src/ui/commands/keyed.ts';
import { localKeys } from '../../src/ui/commands/local-keys.ts';
import { recentCommands, rememberCommand } from '../../src/ui/commands/recent.ts';
import { panels } from '../../src/ui/run/panels.ts';
import { ScoreDesk } from '../../src/ui/score/desk.svelte.ts';
import { scoreKey } from '../../src/ui/score/keys.ts';
import { commandOf } from '../../src/ui/shell/shortcuts.ts';
import { neighbour } from '../../src/ui/stage/pointing.ts';
import { openLab } from './in-process.ts';

const kept = new Map<string, string>();
const opened: string[] = [];
const doors = {
  openHelp: () => void opened.push('help'),
  openPalette: () => void opened.push('palette'),
  openExport: () => void opened.push('export'),
  present: () => void opened.push('present'),
};

beforeEach(() => {
  kept.clear();
  opened.length = 0;
  // Nothing has the focus here; the end-to-end tests press keys where something has.
  vi.stubGlobal('Element', EventTarget);
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  });
});
afterEach(() => vi.unstubAllGlobals());

type Modifier = 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey';

/** A press somewhere on the page, where no control has the focus. */
function press(key: string, ...held: Modifier[]): KeyboardEvent {
  const codes: Record<string, string> = {
    '.': 'Period',
    ',': 'Comma',
    ':': 'Period',
    ';': 'Comma',
  };
  return {
    ...{ key, code: codes[key] ?? '', defaultPrevented: false, target: null },
    ...{ shiftKey: false, ctrlKey: false, metaKey: false, altKey: false },
    ...Object.fromEntries(held.map((each) => [each, true])),
  } as unknown as KeyboardEvent;
}

/** The press that a person makes for a stroke of the help. */
function pressOf(stroke: string): KeyboardEvent {
  const caps = stroke.split(/\+(?=.)/);
  const key = caps.at(-1) ?? '';
  const held = caps.slice(0, -1).map((cap): Modifier => (cap === 'Ctrl' ? 'ctrlKey' : 'shiftKey'));
  return press(key === 'Space' ? ' ' : key, ...held);
}

const box = { width: 10, height: 10 };
const crossed = new Map(
  [
    ['middle', 0, 0],
    ['left', -50, 0],
    ['right', 50, 0],
    ['above', 0, -50],
    ['below', 0, 50],
  ].map(([id, x, y]) => [String(id), { ...box, id: String(id), x: Number(x), y: Number(y) }]),
);

describe('help and keys', () => {
  test('are the same: what a line of the help names is what its key does', async () => {
    const { lab } = await openLab();
    lab.dock.toggleFull();
    for (const { lines } of helpOf(keyedCommands(lab, doors)))
      for (const { id, keys } of lines)
        for (const stroke of keys) {
          const page = { ...doors, reachedByPointer: false };
          expect([stroke, commandOf(pressOf(stroke), lab, page)?.id]).toEqual([stroke, id]);
        }
  });

  test('tell of the keys that only the score or the stage knows, all that they are', async () => {
    const { lab } = await openLab();
    const desk = new ScoreDesk(lab);
    const named = (where: string) =>
      localKeys.find((each) => each.where === where)?.lines.flatMap(({ keys }) => keys) ?? [];
    for (const stroke of named('In the score'))
      expect([stroke, scoreKey(pressOf(stroke), desk, 'choreography')]).toEqual([
        stroke,
        expect.any(Function),
      ]);
    const keys = ['ArrowLeft', 'ArrowUp', 'PageUp', 'PageDown', 'Home', 'End', 'Enter', 'Escape'];
    for (const key of [...keys, '+', '-', 'a', ' ', 'Tab'])
      if (scoreKey(press(key), desk, 'choreography') !== undefined)
        expect(named('In the score')).toContain(key);
    for (const stroke of named('On a node of the stage').filter((key) => key.startsWith('Arrow')))
      expect(neighbour(crossed, 'middle', stroke)).toBeDefined();
    expect(capsOf('+', false)).toEqual(['+']);
    expect(capsOf('Shift+ArrowLeft', false)).toEqual(['Shift', '←']);
  });

  test('leave no key out: a key that does something stands in the help', async () => {
    const { lab } = await openLab();
    const named = new Set(
      helpOf(keyedCommands(lab, doors)).flatMap(({ lines }) => lines.flatMap(({ keys }) => keys)),
    );
    const page = { ...doors, reachedByPointer: false };
    const characters = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
    for (const key of [...characters, 'Home', 'End', 'Escape', 'Enter', 'Tab', 'F1'])
      for (const held of [[], ['shiftKey'], ['ctrlKey'], ['metaKey'], ['altKey']] as Modifier[][]) {
        const pressed = press(key, ...held);
        const isDone = commandOf(pressed, lab, page) !== undefined;
        expect([key, held, isDone]).toEqual([key, held, named.has(strokeOf(pressed))]);
      }
  });

  test('open what they say: help, palette, panels', async () => {
    const { lab } = await openLab();
    const page = { ...doors, reachedByPointer: false };
    const go = (pressed: KeyboardEvent) => commandOf(pressed, lab, page)?.run();
    go(press('?', 'shiftKey'));
    go(press('k', 'metaKey'));
    go(press('k', 'ctrlKey'));
    expect(opened).toEqual(['help', 'palette', 'palette']);
    go(press('6'));
    expect(lab.dock.panel).toBe('Promises');
    go(press('f'));
    expect(lab.dock.isFull).toBe(true);
    go(press('Escape'));
    expect(lab.dock.isFull).toBe(false);
    expect(go(press('Escape'))).toBeUndefined();
  });

  test('are the same on keyboards where Shift and a stop give another character', () => {
    expect(strokeOf(press(':', 'shiftKey'))).toBe('Shift+.');
    expect(strokeOf(press('B'))).toBe('b');
    expect(capsOf('Ctrl+k', true)).toEqual(['⌘', 'K']);
    expect(capsOf('Shift+.', false)).toEqual(['Shift', '.']);
  });
});

describe('the palette', () => {
  test('lists everything once, each by an id and a name of its own in its group', async () => {
    const { lab } = await openLab();
    const all = allCommands(lab, doors);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ name, group }) => `${group} ${name}`)).size).toBe(all.length);
    for (const { id } of keyedCommands(lab, doors))
      expect(all.map((each) => each.id)).toContain(id);
    for (const panel of panels) expect(all.map(({ name }) => name)).toContain(panel);
    for (const { name } of lab.run.scenario?.services ?? [])
      for (const wanted of [`Crash ${name}`, `Poison message: ${name}`])
        expect(all.map((each) => each.name)).toContain(wanted);
  });

  test('does what it says, at the service that it names', async () => {
    const { lab } = await openLab();
    const find = (name: string) => allCommands(lab, doors).find((each) => each.name === name);
    await find('Slow consumer: Shipping')?.run();
    expect(lab.run.faults.at(-1)).toMatchObject({
      target: { service: 'shipping' },
      effect: { kind: 'slow' },
    });
    await find('Switch the inbox of Payment off')?.run();
    expect(lab.isOn('payment', 'inbox')).toBe(false);
    expect(find('Switch the inbox of Payment on')).toBeDefined();
    find('acks')?.run();
    expect([lab.dock.panel, lab.dock.setting]).toEqual(['Settings', 'acks']);
    find('Stop play when a promise breaks')?.run();
    expect(lab.travel.breakpoints.written).toEqual(['promise']);
    await find('Orchestration')?.run();
    expect(lab.shown).toEqual(['orchestration']);
  });

  test('begins with what was used last, the latest first, and forgets what is old', async () => {
    const { lab } = await openLab();
    const all = allCommands(lab, doors);
    for (const id of ['theme dark', 'gone', 'share', 'theme dark']) rememberCommand(id);
    const [first, second] = findCommands(all, '  ', recentCommands());
    expect(first?.title).toBe('Used last');
    expect(first?.commands.map(({ id }) => id)).toEqual(['theme dark', 'share']);
    expect(second?.commands.map(({ id }) => id)).not.toContain('theme dark');
    for (let index = 0; index < 20; index++) rememberCommand(`id ${index}`);
    expect(recentCommands()).toHaveLength(6);
  });

  test('remembers nothing that is broken or forbidden', () => {
    kept.set('baton.commands', '{"a":');
    expect(recentCommands()).toEqual([]);
    vi.stubGlobal('localStorage', undefined);
    rememberCommand('theme dark');
    expect(recentCommands()).toEqual([]);
  });

  test.each([
    ['crash pay', 'Crash Payment'],
    ['poison ship', 'Poison message: Shipping'],
    ['nxt fault', 'Go to the next fault'],
    ['broken', 'Go to the next broken promise'],
    ['dark', 'Change to dark theme'],
    ['full screen', 'Full screen: the panels over the whole page'],
    ['max.poll', 'max.poll.records'],
    ['diff', 'Diff'],
    ['hot part', 'Hot partition'],
    ['link', 'Share this moment'],
  ])('finds by %j the command %j among the first', async (typed, name) => {
    const { lab } = await openLab();
    const found = findCommands(allCommands(lab, doors), typed, [])[0]?.commands ?? [];
    expect(found.slice(0, 4).map((each: Command) => each.name)).toContain(name);
  });

  test('finds nothing for nonsense', async () => {
    const { lab } = await openLab();
    expect(findCommands(allCommands(lab, doors), 'qqqxz', [])).toEqual([]);
  });

  test('prefers a word to its scattered letters, and a beginning to a middle', () => {
    expect(fits('lag', 'Lag')).toBeGreaterThan(fits('lag', 'Flag') ?? 0);
    expect(fits('lag', 'Flag')).toBeGreaterThan(fits('lag', 'Last message') ?? 0);
    expect(fits('two words', 'words of two')).toBeDefined();
    expect(fits('two missing', 'words of two')).toBeUndefined();
  });
});
