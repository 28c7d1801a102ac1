/** The score as keys and pointers use it: a scrubber, a view that zooms and pans, and one selection for the whole page. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Folding, Score } from '../../src/projections/index.ts';
import { ScoreDesk } from '../../src/ui/score/desk.svelte.ts';
import { countsOf } from '../../src/ui/score/draw-density.ts';
import { courseOf } from '../../src/ui/score/draw-crossings.ts';
import { Hand } from '../../src/ui/score/hand.ts';
import { scoreKey } from '../../src/ui/score/keys.ts';
import { stressOf } from '../../src/ui/score/lit.ts';
import { rowOf, rowUnder } from '../../src/ui/score/pointing.ts';
import { layRows, Sheet } from '../../src/ui/score/sheet.ts';
import { stepFor, tickText } from '../../src/ui/score/ticks.ts';
import { ScoreView } from '../../src/ui/score/view.svelte.ts';
import { builtIn, finished } from '../support/runs.ts';
import { openLab } from './in-process.ts';

const style = 'choreography';

/** A page at an instant, in ms, with its score open. */
async function opened(ms: number) {
  const { lab } = await openLab();
  await lab.player.seek(ms * 1000);
  const desk = new ScoreDesk(lab);
  desk.width = 924;
  desk.room = 240;
  desk.follow();
  const sheet = () => {
    const [first] = desk.sheets;
    if (first === undefined) throw new Error('there is no sheet');
    return first;
  };
  /** Presses a key as a reader does, and waits for what it asks of the player. */
  const press = async (key: string, shiftKey = false) => {
    const plain = { ctrlKey: false, metaKey: false, altKey: false };
    const action = scoreKey({ key, shiftKey, ...plain }, desk, style);
    if (action === undefined) throw new Error(`the score has no key ${key}`);
    action();
    await new Promise((resolve) => setTimeout(resolve, 5));
    desk.follow();
  };
  return { lab, desk, sheet, press };
}

type Opened = Awaited<ReturnType<typeof opened>>;

describe('the keys of the score', () => {
  let page: Opened;
  beforeEach(async () => {
    page = await opened(3000);
  });

  it('open it where it shows what led to the present', () => {
    const { lab, desk } = page;
    expect(desk.view.sees(desk.playhead)).toBe(true);
    expect(desk.view.from).toBeLessThan(lab.player.cursor - 500_000);
  });

  it('zoom around the playhead, which stays where it is', async () => {
    const { desk, sheet, press, lab } = page;
    const before = { x: sheet().xOf(lab.player.cursor), span: desk.view.span };
    await press('+');
    expect(desk.view.span).toBe(before.span / 2);
    expect(sheet().xOf(lab.player.cursor)).toBeCloseTo(before.x, 6);
    await press('-');
    expect(desk.view.span).toBe(before.span);
    for (let times = 0; times < 40; times++) await press('+');
    expect(desk.view.span).toBe(100);
    expect(sheet().xOf(lab.player.cursor)).toBeCloseTo(before.x, 3);
    for (let times = 0; times < 40; times++) await press('-');
    expect(desk.view.span).toBeCloseTo(lab.timeLineEnd * 1.02, 0);
  });

  it('step from mark to mark and back, select what stands there, and say it', async () => {
    const { lab, desk, press } = page;
    await press('ArrowLeft');
    const { cursor } = lab.player;
    const { picked } = lab.selection;
    const trace = lab.run.world(style)?.trace;
    expect(cursor).toBeLessThan(3_000_000);
    expect(picked).toMatchObject({ style });
    expect(trace?.time(picked?.row ?? -1)).toBe(cursor);
    expect(desk.standing(style)).toMatch(/^00:02\.\d{3}\. \w+/);
    await press('ArrowLeft');
    expect(lab.player.cursor).toBeLessThan(cursor);
    await press('ArrowRight');
    expect(lab.player.cursor).toBe(cursor);
  });

  it('go on to a milestone that nobody knew of yet', async () => {
    const { lab, press } = page;
    const { rows = 0 } = lab.run.world(style) ?? {};
    for (let times = 0; times < 6; times++) await press('ArrowRight');
    expect(lab.player.cursor).toBeGreaterThan(3_000_000);
    expect(lab.run.world(style)?.rows).toBeGreaterThan(rows);
  });

  it('stop at a bookmark as at any mark', async () => {
    const { lab, press } = page;
    lab.travel.bookmarks.add(lab.travel.branching.book.current, 2_999_999);
    await press('ArrowLeft');
    expect(lab.player.cursor).toBe(2_999_999);
  });

  it('pan with Shift and by pages, and then the view stays until the playhead is seen again', async () => {
    const { desk, press, lab } = page;
    const { from, span } = desk.view;
    await press('ArrowLeft', true);
    expect(desk.view.from).toBeCloseTo(from - span / 4, 3);
    await press('PageUp');
    await press('PageUp');
    const away = desk.view.from;
    expect(desk.view.sees(desk.playhead)).toBe(false);
    await lab.player.seek(lab.player.cursor + 1000);
    desk.follow();
    expect(desk.view.from).toBe(away);
    await lab.player.seek(desk.folding.timeAt(away + span / 2));
    desk.follow();
    await lab.player.seek(5_000_000);
    desk.follow();
    expect(desk.view.sees(desk.playhead)).toBe(true);
  });

  it('go to the beginning and to the end of what is known', async () => {
    const { lab, press, desk } = page;
    await press('Home');
    expect(lab.player.cursor).toBe(0);
    expect(desk.view.sees(0)).toBe(true);
    await press('End');
    expect(lab.player.cursor).toBe(lab.run.last);
  });

  it('choose a lane, and select the message nearest to the playhead there', async () => {
    const { lab, desk, press, sheet } = page;
    await press('ArrowDown');
    await press('ArrowDown');
    await press('ArrowDown');
    await press('ArrowUp');
    const row = sheet().rows[desk.chosenRow(style)];
    expect(row?.name).toBe('Order');
    expect(desk.standing(style)).toContain('Order');
    await press('Enter');
    const { picked } = lab.selection;
    const score = sheet().score;
    const found = crossings(score).filter(
      ({ receivedRow, sentRow }) => (receivedRow >= 0 ? receivedRow : sentRow) === picked?.row,
    );
    expect(found).toHaveLength(1);
    const [mine] = found;
    expect([mine?.fromLane, mine?.toLane]).toContain(row?.lanes[0]);
    expect(lab.pickedMessage(style)).toBe(mine?.message);
    await press('Escape');
    expect(lab.selection.picked).toBeUndefined();
  });

  it('find the view as it was when the panel is opened again', async () => {
    const { lab, desk, press } = page;
    await press('+');
    await press('ArrowLeft', true);
    const again = new ScoreDesk(lab);
    again.follow();
    expect([again.view.from, again.view.span]).toEqual([desk.view.from, desk.view.span]);
    await lab.openScenario('payment-refused');
    again.follow();
    expect(again.view.sees(again.playhead)).toBe(true);
  });

  it('leave all other keys to the page', () => {
    const plain = { shiftKey: false, metaKey: false, altKey: false };
    for (const key of [' ', '.', ',', '1', 'b', 'Tab', 'p'])
      expect(scoreKey({ key, ctrlKey: false, ...plain }, page.desk, style)).toBeUndefined();
    expect(scoreKey({ key: '+', ctrlKey: true, ...plain }, page.desk, style)).toBeUndefined();
  });
});

function crossings({ crossings: all }: Score) {
  return Array.from({ length: all.length }, (_, index) => ({ ...all.at(index) }));
}

describe('a pointer on the score', () => {
  it('lights the message that it rests on everywhere, and what was picked comes back', async () => {
    const { lab, desk, sheet } = await opened(3000);
    await desk.pickNearest(style);
    const before = lab.selection.picked;
    const hand = new Hand(desk, sheet);
    const target = crossings(sheet().score).findLast(
      ({ fate, taken, order }) =>
        fate === 'received' && taken < 2_900_000 && order !== before?.order,
    );
    const end = target && courseOf(sheet(), target)?.end;
    if (target === undefined || end === undefined) throw new Error('nothing to point at');
    hand.move({ pointer: 1, x: end.x, y: end.y });
    expect(lab.selection.picked?.row).toBe(rowUnder(sheet(), end.x, end.y));
    expect(lab.selection.order).toBe(lab.selection.picked?.order);
    expect(stressOf(desk.litIn(style), target)).not.toBe('dim');
    const time = lab.player.cursor;
    hand.leave(1);
    expect(lab.selection.picked).toEqual(before);
    expect(lab.player.cursor).toBe(time);
  });

  it('finds every message at its end, where no other is nearer', async () => {
    const { desk, sheet, lab } = await opened(3000);
    desk.room = 400;
    desk.view.show(lab.player.cursor - 800_000, 900_000);
    let found = 0;
    const shown = crossings(sheet().score).filter(
      ({ fate, taken, sent }) =>
        fate === 'received' && taken < sheet().lastTime && sent > sheet().firstTime,
    );
    for (const crossing of shown) {
      const end = courseOf(sheet(), crossing)?.end;
      if (end !== undefined && rowUnder(sheet(), end.x, end.y) === rowOf(crossing)) found++;
    }
    expect(shown.length).toBeGreaterThan(20);
    expect(found / shown.length).toBeGreaterThan(0.9);
  });

  it('sets the playhead by a click, scrubs by dragging the playhead, and pans by dragging the sheet', async () => {
    const { lab, desk, sheet } = await opened(3000);
    const hand = new Hand(desk, sheet);
    const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
    const x = sheet().xOf(2_500_000);
    // Above the lanes there is no message to be hit.
    hand.press({ pointer: 1, x, y: -20 });
    hand.release({ pointer: 1, x, y: -20 });
    await settle();
    expect(lab.player.cursor).toBeCloseTo(2_500_000, -2);
    hand.press({ pointer: 1, x, y: 4 });
    hand.move({ pointer: 1, x: x + 90, y: 4 });
    await settle();
    expect(lab.player.cursor).toBeCloseTo(sheet().timeAt(x + 90), -2);
    hand.release({ pointer: 1, x: x + 90, y: 4 });
    const { from } = desk.view;
    const { cursor } = lab.player;
    hand.press({ pointer: 1, x: 300, y: 4 });
    hand.move({ pointer: 1, x: 340, y: 4 });
    hand.release({ pointer: 1, x: 340, y: 4 });
    await settle();
    expect(desk.view.from).toBeCloseTo(from - (40 * desk.view.span) / 800, 3);
    expect(lab.player.cursor).toBe(cursor);
  });

  it('zooms around itself by the wheel, and between two fingers', async () => {
    const { desk, sheet } = await opened(3000);
    const hand = new Hand(desk, sheet);
    const under = sheet().timeAt(400);
    hand.wheel(400, { x: 0, y: -120 }, false);
    expect(desk.view.span).toBeLessThan(1_000_000);
    expect(sheet().timeAt(400)).toBeCloseTo(under, 3);
    const { span } = desk.view;
    hand.press({ pointer: 1, x: 300, y: 50 });
    hand.press({ pointer: 2, x: 500, y: 50 });
    hand.move({ pointer: 2, x: 700, y: 50 });
    expect(desk.view.span).toBeCloseTo(span / 2, 3);
    hand.release({ pointer: 2, x: 700, y: 50 });
    hand.release({ pointer: 1, x: 300, y: 50 });
  });
});

describe('both styles', () => {
  it('stand on the same axis, and light the same order', async () => {
    const { desk, press, lab } = await opened(3000);
    const [one, other] = desk.sheets;
    expect(desk.sheets.map((sheet) => sheet.style)).toEqual(['choreography', 'orchestration']);
    for (const time of [0, 1_234_567, 2_999_999]) expect(one?.xOf(time)).toBe(other?.xOf(time));
    await press('ArrowLeft');
    const order = lab.selection.picked?.order;
    expect(order).toBeGreaterThan(0);
    expect(desk.litIn('orchestration')).toEqual({ order, message: -1, row: -1 });
  });
});

describe('the sheet', () => {
  const { trace, cast } = finished(builtIn('rebalance-zombie'), 'choreography', 3);
  const score = new Score(trace, cast);
  score.readOn(Number.POSITIVE_INFINITY);
  const folding = new Folding([score]);
  folding.readOn();

  it('finds the instant of each place again, at any zoom', () => {
    const span = fc.integer({ min: 100, max: 40_000_000 });
    fc.assert(
      fc.property(fc.nat(38_000_000), span, fc.nat(900), (from, wide, x) => {
        const size = { width: 924, gutter: 124, pitch: 12 };
        const sheet = new Sheet(score, folding, [], size, { from, span: wide });
        expect(sheet.xOf(sheet.timeAt(x))).toBeCloseTo(x, 3);
      }),
      { numRuns: 200 },
    );
  });

  it('puts the partitions of a topic together where there is no room for one lane each', () => {
    const names = (room: number) => layRows([score], room).rows[0]?.map(({ label }) => label);
    expect(names(400)).toEqual([
      ...['Client', 'Order', 'Payment', 'Shipping 1', 'Shipping 2'],
      ...['orders.events p0', 'p1', 'p2'],
    ]);
    expect(names(80)).toEqual([
      ...['Client', 'Order', 'Payment', 'Shipping 1', 'Shipping 2', 'orders.events ×3'],
    ]);
  });

  it('shows from far away as many messages as there are', () => {
    const edges = Array.from({ length: 401 }, (_, at) => folding.timeAt(at * 60_000));
    score.lanes.forEach((_, lane) => {
      const counts = countsOf([lane], score.crossings.received, edges);
      const all = score.handed(lane, edges[0] ?? 0, edges[400] ?? 0).received;
      expect(counts.reduce((a, b) => a + b, 0)).toBe(all);
      counts.forEach((count, at) => {
        const { received } = score.handed(lane, edges[at] ?? 0, edges[at + 1] ?? 0);
        expect(count).toBe(received);
      });
    });
  });
});

describe('the view', () => {
  it('never leaves the run, whatever is done to it', () => {
    const move = fc.oneof(
      fc.record({ zoom: fc.double({ min: 0.1, max: 10, noNaN: true }), at: fc.nat(12_000_000) }),
      fc.record({ pan: fc.double({ min: -3, max: 3, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const view = new ScoreView();
        view.endAt(11_000_000);
        for (const each of moves) {
          if ('zoom' in each) view.zoom(each.zoom, each.at);
          else view.pan(each.pan, 0);
          expect(view.span).toBeGreaterThanOrEqual(100);
          expect(view.span).toBeLessThanOrEqual(11_000_000 * 1.02);
          expect(view.from).toBeGreaterThanOrEqual(-view.span * 0.021);
          expect(view.from).toBeLessThan(11_000_000);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the axis', () => {
  it('has round steps from microseconds to hours, and says no more digits than a step needs', () => {
    const wanted = [0.3, 3, 70, 900, 12_000, 400_000, 1_500_000, 40_000_000, 4_000_000_000];
    const steps = wanted.map((each) => stepFor(each));
    expect(steps).toEqual([
      ...[1, 5, 100, 1000, 20_000, 500_000, 2_000_000, 60_000_000, 7_200_000_000],
    ]);
    expect(tickText(125_000_000, 1_000_000)).toBe('2:05');
    expect(tickText(12_400_000, 100_000)).toBe('0:12.4');
    expect(tickText(12_480_000, 1000)).toBe('0:12.480');
    expect(tickText(12_480_250, 50)).toBe('0:12.480 250');
  });
});
