/** The lifecycle of a consuming process: joining its group, polling, working, committing. It decides what happens next; the host only carries it out. */
import { assign, setup, type AnyStateMachine } from 'xstate';

interface ConsumerContext {
  /** At-most-once: the offset is committed before the work. */
  readonly commitsFirst: boolean;
  /** The coordinator wants all members to join anew. */
  readonly mustRejoin: boolean;
}

/** What can happen to a consumer. */
export type ConsumerEvent = {
  readonly type:
    | 'started'
    | 'assigned'
    | 'record'
    | 'stored'
    | 'handled'
    | 'committed'
    | 'rebalancing'
    | 'fenced'
    | 'crashed';
};

const words = setup({
  types: {} as {
    context: ConsumerContext;
    events: ConsumerEvent;
    input: { readonly commitsFirst: boolean };
  },
  delays: { rejoinPause: 100_000 },
  guards: {
    commitsFirst: ({ context }) => context.commitsFirst,
    mustRejoin: ({ context }) => context.mustRejoin,
  },
  actions: {
    noteRebalance: assign({ mustRejoin: true }),
    forgetRebalance: assign({ mustRejoin: false }),
    join: () => undefined,
    poll: () => undefined,
    handle: () => undefined,
    commit: () => undefined,
    dropAssignment: () => undefined,
  },
});

/** The machine of every consuming process, whatever it consumes. */
export const consumerMachine: AnyStateMachine = words.createMachine({
  id: 'consumer',
  context: ({ input }) => ({ commitsFirst: input.commitsFirst, mustRejoin: false }),
  initial: 'stopped',
  on: { crashed: '.crashed' },
  states: {
    stopped: { on: { started: 'joining' } },
    joining: {
      entry: ['forgetRebalance', 'join'],
      on: { assigned: 'polling', fenced: 'fenced' },
    },
    polling: {
      entry: 'poll',
      always: { guard: 'mustRejoin', target: 'joining' },
      on: {
        record: [{ guard: 'commitsFirst', target: 'committing' }, { target: 'working' }],
        rebalancing: 'joining',
        fenced: 'fenced',
      },
    },
    working: {
      entry: 'handle',
      on: {
        stored: 'publishing',
        handled: [{ guard: 'commitsFirst', target: 'polling' }, { target: 'committing' }],
        rebalancing: { actions: 'noteRebalance' },
        fenced: { actions: 'noteRebalance' },
      },
    },
    publishing: {
      on: {
        handled: [{ guard: 'commitsFirst', target: 'polling' }, { target: 'committing' }],
        rebalancing: { actions: 'noteRebalance' },
        fenced: { actions: 'noteRebalance' },
      },
    },
    committing: {
      entry: 'commit',
      on: {
        committed: [{ guard: 'commitsFirst', target: 'working' }, { target: 'polling' }],
        rebalancing: { actions: 'noteRebalance' },
        fenced: 'fenced',
      },
    },
    fenced: {
      entry: 'dropAssignment',
      after: { rejoinPause: 'joining' },
    },
    crashed: { on: { started: 'joining' } },
  },
});
