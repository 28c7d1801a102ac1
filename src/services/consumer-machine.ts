/** The lifecycle of a consuming process: joining its group, polling, working, committing. It decides what happens next; the host only carries it out. */
import { assign, setup, type AnyStateMachine } from 'xstate';

type Commits = 'before' | 'after' | 'by itself';

interface ConsumerContext {
  /** When the offset is committed: before the work (at most once), after it (at least once), or by poll() itself. */
  readonly commits: Commits;
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
    | 'closed'
    | 'crashed';
};

const words = setup({
  types: {} as {
    context: ConsumerContext;
    events: ConsumerEvent;
    input: { readonly commits: Commits };
  },
  delays: { rejoinPause: 100_000 },
  guards: {
    commitsFirst: ({ context }) => context.commits === 'before',
    commitsNothing: ({ context }) => context.commits !== 'after',
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
  context: ({ input }) => ({ commits: input.commits, mustRejoin: false }),
  initial: 'stopped',
  on: { crashed: '.crashed', closed: '.stopped' },
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
        handled: [{ guard: 'commitsNothing', target: 'polling' }, { target: 'committing' }],
        rebalancing: { actions: 'noteRebalance' },
        fenced: { actions: 'noteRebalance' },
      },
    },
    publishing: {
      on: {
        handled: [{ guard: 'commitsNothing', target: 'polling' }, { target: 'committing' }],
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
