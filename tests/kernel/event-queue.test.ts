/** The queue of pending events against a sorted list. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventQueue, toMicros } from '../../src/kernel/index.ts';

const instants = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 400 });

describe('the event queue', () => {
  test('gives events in the order of time, and of one instant in the order in which they came', () => {
    fc.assert(
      fc.property(instants, (times) => {
        const queue = new EventQueue<{ time: number; index: number }>();
        times.forEach((time, index) => queue.push(toMicros(time), { time, index }));
        const taken = times.map(() => queue.pop());
        expect(taken).toEqual(taken.toSorted((a, b) => a.time - b.time || a.index - b.index));
        expect(queue.size).toBe(0);
      }),
    );
  });

  test('keeps its order when pushing and popping alternate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant('pop'))),
        (steps) => {
          const queue = new EventQueue<number>();
          const model: { time: number; index: number }[] = [];
          steps.forEach((step, index) => {
            if (typeof step === 'number') {
              queue.push(toMicros(step), index);
              model.push({ time: step, index });
            } else if (model.length > 0) {
              model.sort((a, b) => a.time - b.time || a.index - b.index);
              expect(queue.nextTime).toBe(model[0]?.time);
              expect(queue.pop()).toBe(model.shift()?.index);
            }
          });
          expect(queue.size).toBe(model.length);
        },
      ),
    );
  });

  test('keeps its order and its marks when timers wait far behind what is due at once', () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ in: fc.nat(6), mark: fc.constantFrom(0, 1) }) },
      { weight: 2, arbitrary: fc.record({ in: fc.nat(4000), mark: fc.constantFrom(0, 1) }) },
      { weight: 5, arbitrary: fc.constant('pop' as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
        const queue = new EventQueue<number>();
        const model: { time: number; index: number; mark: number }[] = [];
        let now = 0;
        steps.forEach((each, index) => {
          if (each !== 'pop') {
            const mark = each.mark === 1 ? 1 : 0;
            queue.push(toMicros(now + each.in), index, mark);
            model.push({ time: now + each.in, index, mark });
          } else if (model.length > 0) {
            model.sort((a, b) => a.time - b.time || a.index - b.index);
            const next = model.shift();
            expect(queue.nextTime).toBe(next?.time);
            expect([queue.pop(), queue.lastMark]).toEqual([next?.index, next?.mark]);
            now = next?.time ?? now;
          }
          expect(queue.size).toBe(model.length);
        });
        const copy = new EventQueue<number>();
        copy.restore(queue.checkpoint());
        model.sort((a, b) => a.time - b.time || a.index - b.index);
        expect(model.map(() => copy.pop())).toEqual(model.map(({ index }) => index));
      }),
    );
  });

  test('goes back to a checkpoint, however much happened since', () => {
    fc.assert(
      fc.property(instants, instants, (before, after) => {
        const queue = new EventQueue<string>();
        before.forEach((time, index) => queue.push(toMicros(time), `before ${index}`));
        const checkpoint = queue.checkpoint();
        const drain = () => Array.from({ length: queue.size }, () => queue.pop());
        const expected = drain();
        after.forEach((time, index) => queue.push(toMicros(time), `after ${index}`));
        queue.restore(checkpoint);
        expect(drain()).toEqual(expected);
      }),
    );
  });

  test('says so when there is nothing to take', () => {
    expect(() => new EventQueue<number>().pop()).toThrow('an empty event queue has no next event');
  });
});
