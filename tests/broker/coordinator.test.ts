/** The coordinator of a group: whom it waits for and how long, whom it believes, and what it refuses. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Coordinator, type CoordinatorPort } from '../../src/broker/index.ts';
import { millis, type Micros } from '../../src/kernel/index.ts';

type Due = { readonly at: number; readonly act: (now: Micros) => void };

/** A coordinator with a clock, and what it said, in its order. */
class Desk {
  readonly said: string[] = [];
  readonly coordinator: Coordinator<string, string>;
  #due: Due[] = [];
  #now = 0;

  constructor() {
    const say = (words: string) => void this.said.push(words);
    const port: CoordinatorPort<string, string> = {
      answerJoin: ({ actor }, { memberId, generation, isLeader, protocol, members }) =>
        say(
          `${actor}: member ${memberId} of ${generation}, ${protocol}${isLeader ? `, leads ${members.map(({ id }) => id).join()}` : ''}`,
        ),
      refuseJoin: ({ actor }, refusal) => say(`${actor}: ${refusal}`),
      answerSync: ({ actor }, generation, dealt) =>
        say(`${actor}: has ${dealt ?? 'nothing'} in ${generation}`),
      refuseSync: ({ actor }, refusal) => say(`${actor}: ${refusal}`),
      wakeForRebalance: (at, token) =>
        this.#at(at, (now) => this.coordinator.onRebalanceTimer(now, token)),
      wakeForSession: (at, member) =>
        this.#at(at, (now) => this.coordinator.onSessionTimer(now, member)),
      memberJoined: () => undefined,
      rebalanceStarted: () => undefined,
      groupStable: () => say('stable'),
      memberExpelled: (actor) => say(`${actor}: expelled`),
      becameEmpty: () => say('empty'),
    };
    this.coordinator = new Coordinator({ initialRebalanceDelay: millis(3000) }, port);
  }

  get now(): Micros {
    return millis(this.#now);
  }

  /** Lets time pass, in ms, and returns what was said meanwhile. */
  pass(span: number): readonly string[] {
    const end = this.#now + span;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#now = next.at / 1000;
      next.act(this.now);
    }
    this.#now = end;
    return this.said.splice(0);
  }

  join(
    actor: number,
    memberId = -1,
    more: Partial<Parameters<Coordinator<string>['join']>[1]> = {},
  ): void {
    this.coordinator.join(this.now, {
      ...{ actor, incarnation: 1, request: 1, memberId },
      ...{ sessionTimeout: millis(6000), rebalanceTimeout: millis(20_000) },
      protocols: [{ name: 'range', subscription: `of generation ${this.coordinator.generation}` }],
      ...more,
    });
  }

  sync(memberId: number, dealt?: ReadonlyMap<number, string>): string | undefined {
    const { generation } = this.coordinator;
    return this.coordinator.sync(this.now, { memberId, generation }, dealt);
  }

  beat(memberId: number): string | undefined {
    return this.coordinator.heartbeat(this.now, memberId, this.coordinator.generation);
  }

  #at(at: number, act: Due['act']): void {
    this.#due.push({ at, act });
  }

  #next(end: number): Due | undefined {
    const [next] = this.#due.toSorted((left, right) => left.at - right.at);
    if (next === undefined || next.at > end * 1000) return undefined;
    this.#due = this.#due.filter((each) => each !== next);
    return next;
  }
}

let desk = new Desk();
beforeEach(() => {
  desk = new Desk();
});

/** Two members, 1 and 2, in a stable group. */
function settle(more: Parameters<Desk['join']>[2] = {}): void {
  desk.join(1, -1, more);
  desk.join(2, -1, more);
  desk.pass(6000);
  desk.sync(2);
  desk.sync(
    1,
    new Map([
      [1, 'a'],
      [2, 'b'],
    ]),
  );
  desk.pass(0);
}

describe('the first join of an empty group', () => {
  test('waits for others, and longer while they keep arriving', () => {
    desk.join(1);
    expect(desk.pass(2900)).toEqual([]);
    desk.join(2);
    expect(desk.pass(2900)).toEqual([]);
    expect(desk.pass(200)).toEqual([
      '1: member 1 of 1, range, leads 1,2',
      '2: member 2 of 1, range',
    ]);
  });

  test('waits no longer than members may take to join anew', () => {
    desk.join(1, -1, { rebalanceTimeout: millis(4000) });
    desk.pass(2000);
    desk.join(2, -1, { rebalanceTimeout: millis(4000) });
    desk.pass(1500);
    expect(desk.pass(600)).toHaveLength(2);
  });
});

describe('a rebalance', () => {
  test('waits for all members, and then leaves out who did not come', () => {
    settle();
    desk.join(3);
    desk.join(1, 1);
    for (let second = 0; second < 19; second++) {
      expect(desk.beat(2)).toBe('REBALANCE_IN_PROGRESS');
      expect(desk.pass(1000)).toEqual([]);
    }
    desk.beat(2);
    expect(desk.pass(1000)).toEqual([
      '2: expelled',
      '1: member 1 of 2, range, leads 1,3',
      '3: member 3 of 2, range',
    ]);
  });

  test('does not leave out a static member before its session runs out', () => {
    settle({ instance: undefined });
    desk.join(3, -1, { instance: 'three', sessionTimeout: millis(60_000) });
    desk.join(1, 1);
    desk.join(2, 2);
    desk.pass(0);
    desk.sync(2);
    desk.sync(3);
    desk.sync(1, new Map());
    desk.join(4);
    desk.join(1, 1);
    desk.join(2, 2);
    desk.pass(0);
    expect(desk.pass(20_000)).toEqual([
      '1: member 1 of 3, range, leads 1,2,3,4',
      '2: member 2 of 3, range',
      '4: member 4 of 3, range',
    ]);
  });

  test('leaves out who was told its generation and never asks for its part', () => {
    desk.join(1, -1, { rebalanceTimeout: millis(4000), sessionTimeout: millis(60_000) });
    desk.join(2, -1, { rebalanceTimeout: millis(4000), sessionTimeout: millis(60_000) });
    desk.pass(4000);
    desk.sync(1, new Map([[1, 'all']]));
    expect(desk.pass(5000)).toEqual(['stable', '1: has all in 1', '2: expelled']);
    expect(desk.beat(1)).toBe('REBALANCE_IN_PROGRESS');
  });

  test('is not made by a follower that says nothing new, but by a leader', () => {
    settle();
    const known = { protocols: [{ name: 'range', subscription: 'of generation 0' }] };
    desk.join(2, 2, known);
    expect(desk.pass(0)).toEqual(['2: member 2 of 1, range']);
    desk.join(1, 1, known);
    expect(desk.pass(0)).toEqual([]);
    expect(desk.beat(2)).toBe('REBALANCE_IN_PROGRESS');
  });
});

describe('a session', () => {
  test('is each member’s own, and lasts from its last sign of life', () => {
    desk.join(1, -1, { sessionTimeout: millis(4000) });
    desk.join(2, -1, { sessionTimeout: millis(9000) });
    desk.pass(6000);
    desk.sync(2);
    desk.sync(1, new Map());
    expect(desk.pass(3900)).not.toContain('1: expelled');
    expect(desk.pass(200)).toEqual(['1: expelled']);
    desk.join(2, 2, { sessionTimeout: millis(9000) });
    desk.sync(2, new Map());
    expect(desk.pass(8900)).not.toContain('2: expelled');
    expect(desk.pass(200)).toEqual(['2: expelled', 'empty']);
  });
});

describe('a commit', () => {
  test('is taken while a rebalance is prepared, and refused while it is completed or after it', () => {
    settle();
    const refused = () => desk.coordinator.refusesCommit(1, 1);
    expect(refused()).toBeUndefined();
    desk.join(3);
    expect(refused()).toBeUndefined();
    desk.join(1, 1);
    desk.join(2, 2);
    expect(refused()).toBe('ILLEGAL_GENERATION');
    expect(desk.coordinator.refusesCommit(1, 2)).toBe('REBALANCE_IN_PROGRESS');
    expect(desk.coordinator.refusesCommit(9, 2)).toBe('UNKNOWN_MEMBER_ID');
  });

  test('of somebody who never joined is taken as long as the group is empty', () => {
    expect(desk.coordinator.refusesCommit(-1, -1)).toBeUndefined();
    settle();
    expect(desk.coordinator.refusesCommit(-1, -1)).toBe('UNKNOWN_MEMBER_ID');
  });
});

describe('a static member', () => {
  const named = { instance: 'one' };

  test('that comes back takes over what its place was dealt, and its old id is fenced', () => {
    desk.join(1, -1, named);
    desk.join(2);
    desk.pass(6000);
    desk.sync(2);
    desk.sync(
      1,
      new Map([
        [1, 'a'],
        [2, 'b'],
      ]),
    );
    desk.pass(0);
    desk.join(7, -1, named);
    expect(desk.pass(0)).toEqual(['7: member 3 of 1, range, leads 2,3']);
    desk.sync(3);
    expect(desk.pass(0)).toEqual(['7: has a in 1']);
    expect(desk.coordinator.heartbeat(desk.now, 1, 1, 'one')).toBe('FENCED_INSTANCE_ID');
    expect(desk.coordinator.refusesCommit(1, 1, 'one')).toBe('FENCED_INSTANCE_ID');
  });
});

test('a group goes by the assignor that most members want among those that all know', () => {
  const knows = (...names: readonly string[]) => ({
    protocols: names.map((name) => ({ name, subscription: '' })),
  });
  desk.join(1, -1, knows('sticky', 'range', 'roundrobin'));
  desk.join(2, -1, knows('roundrobin', 'range'));
  desk.join(3, -1, knows('roundrobin', 'range'));
  desk.join(4, -1, knows('sticky'));
  expect(desk.pass(6000)).toEqual([
    '4: INCONSISTENT_GROUP_PROTOCOL',
    '1: member 1 of 1, roundrobin, leads 1,2,3',
    '2: member 2 of 1, roundrobin',
    '3: member 3 of 1, roundrobin',
  ]);
});
