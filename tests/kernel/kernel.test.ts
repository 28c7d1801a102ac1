/** The kernel: time that only goes forward, caps that stop, a hash that tells runs apart. */
import { describe, expect, test } from 'vitest';
import { Kernel, RunHash, millis, toMicros, type Micros } from '../../src/kernel/index.ts';

const caps = { eventsPerRun: 10, eventsPerInstant: 3, lastInstant: millis(1000) };
const kernel = () => new Kernel<{ readonly name: string; readonly background?: boolean }>(caps);

describe('the kernel', () => {
  test('moves its clock to each event that is taken', () => {
    const ours = kernel();
    ours.after(toMicros(5), { name: 'later' });
    ours.after(toMicros(2), { name: 'sooner' });
    expect(ours.take().name).toBe('sooner');
    expect(ours.now).toBe(2);
    expect(ours.take().name).toBe('later');
    expect(ours.now).toBe(5);
  });

  test('refuses to schedule in the past', () => {
    const ours = kernel();
    ours.after(toMicros(5), { name: 'now' });
    ours.take();
    expect(() => ours.at(toMicros(4), { name: 'then' })).toThrow('cannot be scheduled in the past');
  });

  test('tells foreground from background', () => {
    const ours = kernel();
    ours.after(toMicros(1), { name: 'heartbeat' }, 'background');
    ours.after(toMicros(2), { name: 'order' });
    expect(ours.foreground).toBe(1);
    ours.take();
    ours.take();
    expect(ours.foreground).toBe(0);
  });

  test('puts an event off as what it was', () => {
    const ours = kernel();
    ours.after(toMicros(1), { name: 'heartbeat' }, 'background');
    ours.after(toMicros(2), { name: 'order' });
    ours.postpone(toMicros(9), ours.take());
    expect(ours.foreground).toBe(1);
    ours.postpone(toMicros(8), ours.take());
    expect(ours.foreground).toBe(1);
    expect([ours.take().name, ours.foreground]).toEqual(['order', 0]);
    expect([ours.take().name, ours.foreground]).toEqual(['heartbeat', 0]);
  });

  test('names the cap that the next event would break', () => {
    const storm = kernel();
    for (let i = 0; i < 5; i++) storm.at(0 as Micros, { name: 'storm' });
    while (storm.exceeded() === undefined) storm.take();
    expect(storm.exceeded()).toBe('eventsPerInstant');
    const late = kernel();
    late.at(millis(1001), { name: 'late' });
    expect(late.exceeded()).toBe('lastInstant');
    const long = kernel();
    for (let i = 0; i < 11; i++) long.at(toMicros(i * 7), { name: 'event' });
    while (long.exceeded() === undefined) long.take();
    expect(long.exceeded()).toBe('eventsPerRun');
  });

  test('goes on from a checkpoint as if nothing had happened since', () => {
    const ours = kernel();
    ours.after(toMicros(1), { name: 'a' });
    ours.after(toMicros(2), { name: 'b' });
    ours.take();
    const checkpoint = ours.checkpoint();
    ours.take();
    ours.after(toMicros(9), { name: 'c' });
    ours.restore(checkpoint);
    expect([ours.now, ours.taken, ours.foreground, ours.take().name]).toEqual([1, 1, 1, 'b']);
  });
});

describe('virtual time', () => {
  test('is whole and never negative', () => {
    for (const value of [-1, 0.5, Number.NaN, Infinity, 2 ** 53])
      expect(() => toMicros(value)).toThrow('virtual time must be a whole number');
    expect(millis(1.5)).toBe(1500);
  });
});

describe('the run hash', () => {
  test('tells apart order, sign, size and length', () => {
    const of = (...values: readonly number[]) => {
      const hash = new RunHash();
      for (const value of values) hash.feed(value);
      return hash.digest();
    };
    const digests = [
      of(),
      of(0),
      of(0, 0),
      of(1, 2),
      of(2, 1),
      of(-1),
      of(2 ** 32),
      of(2 ** 32 + 1),
      of(1),
      of(2 ** 52),
    ];
    expect(new Set(digests).size).toBe(digests.length);
    expect(of(1, 2)).toBe(of(1, 2));
    expect(of(1, 2)).toMatch(/^[0-9a-f]{16}$/);
  });

  test('goes on from a checkpoint', () => {
    const hash = new RunHash();
    hash.feed(1);
    const checkpoint = hash.checkpoint();
    hash.feed(2);
    const expected = hash.digest();
    hash.feed(3);
    hash.restore(checkpoint);
    hash.feed(2);
    expect(hash.digest()).toBe(expected);
  });
});
