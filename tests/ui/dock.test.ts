/** The dock: which panels stand in it, of which style, and what is remembered of it. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Style } from '../../src/trace/index.ts';
import { Dock } from '../../src/ui/dock/dock.svelte.ts';
import { shares } from '../../src/ui/dock/kept-dock.ts';
import { numberedPanels } from '../../src/ui/run/panels.ts';

/** What a browser keeps. */
function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
}

function pageOf(...shown: Style[]) {
  const page = {
    shown,
    focused: shown[0] ?? 'choreography',
    focus: (style: Style) => void (page.focused = style),
  };
  return page;
}

beforeEach(() => vi.stubGlobal('localStorage', storage()));
afterEach(() => vi.unstubAllGlobals());

describe('the keys of the panels', () => {
  test('are 1 to 8 for what is read most, then 9 and 0', () => {
    expect(numberedPanels).toEqual([
      ...['Log', 'Lag', 'Trace', 'States', 'Dead letters', 'Promises', 'Diff', 'Events'],
      ...['Outline', 'Groups'],
    ]);
  });
});

describe('one panel', () => {
  test('follows the style that steps follow', () => {
    const page = pageOf('choreography', 'orchestration');
    const dock = new Dock(page);
    page.focus('orchestration');
    expect(dock.styleOf(0)).toBe('orchestration');
    dock.chooseStyle(0, 'choreography');
    expect(page.focused).toBe('choreography');
  });

  test('has a style to choose only where it shows one of several', () => {
    const dock = new Dock(pageOf('choreography', 'orchestration'));
    expect(dock.hasChoice(0)).toBe(true);
    dock.open('Diff');
    expect(dock.hasChoice(0)).toBe(false);
    expect(new Dock(pageOf('direct')).hasChoice(0)).toBe(false);
  });
});

describe('two panels beside each other', () => {
  test('each keep a style of their own, whatever is picked in the other', () => {
    const page = pageOf('choreography', 'orchestration');
    const dock = new Dock(page);
    dock.toggleSplit();
    dock.openOn(1, 'Log');
    expect([dock.styleOf(0), dock.styleOf(1)]).toEqual(['choreography', 'orchestration']);
    page.focus('orchestration');
    expect([dock.styleOf(0), dock.styleOf(1)]).toEqual(['choreography', 'orchestration']);
    dock.chooseStyle(1, 'choreography');
    expect([dock.styleOf(0), dock.styleOf(1)]).toEqual(['choreography', 'choreography']);
  });

  test('follow another style when theirs is no longer on view', () => {
    const page = pageOf('choreography', 'orchestration');
    const dock = new Dock(page);
    dock.toggleSplit();
    page.shown.pop();
    expect(dock.styleOf(1)).toBe('choreography');
  });

  test('take what a key opens on the side in use, and leave on its side what is open already', () => {
    const dock = new Dock(pageOf('choreography', 'orchestration'));
    dock.toggleSplit();
    dock.use(1);
    dock.open('Events');
    expect([dock.panelOf(0), dock.panelOf(1)]).toEqual(['Log', 'Events']);
    dock.open('Log');
    expect([dock.panelOf(0), dock.panelOf(1), dock.active]).toEqual(['Log', 'Events', 0]);
  });

  test('become one again: the one in use, with its style', () => {
    const page = pageOf('choreography', 'orchestration');
    const dock = new Dock(page);
    dock.toggleSplit();
    dock.openOn(1, 'Trace');
    dock.toggleSplit();
    expect([dock.panel, dock.styleOf(0), dock.shows('Log')]).toEqual([
      'Trace',
      'orchestration',
      false,
    ]);
  });
});

describe('what is remembered', () => {
  test('is the height and what stands beside', () => {
    const dock = new Dock(pageOf('choreography'));
    dock.takeShare(58.4);
    dock.toggleSplit();
    dock.openOn(1, 'States');
    const later = new Dock(pageOf('choreography'));
    expect([later.share, later.isSplit, later.panelOf(0), later.panelOf(1)]).toEqual([
      58,
      true,
      'Log',
      'States',
    ]);
    later.toggleSplit();
    expect(new Dock(pageOf('choreography')).isSplit).toBe(false);
  });

  test('leaves room for the stage', () => {
    const dock = new Dock(pageOf('choreography'));
    dock.takeShare(99);
    expect(dock.share).toBe(shares.most);
    dock.takeShare(-4);
    expect(dock.share).toBe(shares.least);
  });

  test.each(['', 'no', '7', 'null', '{"share":"x","beside":"Nothing"}', '{"share":null}'])(
    'is nothing when %j is kept',
    (text) => {
      localStorage.setItem('baton.dock', text);
      const dock = new Dock(pageOf('choreography'));
      expect([dock.share, dock.isSplit]).toEqual([shares.usual, false]);
    },
  );

  test('is nothing when the browser keeps nothing', () => {
    vi.stubGlobal('localStorage', undefined);
    const dock = new Dock(pageOf('choreography'));
    dock.takeShare(50);
    expect(dock.share).toBe(50);
  });
});
