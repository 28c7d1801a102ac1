/** The client who places one order by a synchronous call, asks again when no answer comes, and sees "pending" until it is told more. */
import { assign, setup, type AnyStateMachine } from 'xstate';

interface ClientContext {
  readonly attempt: number;
}

/** What the client hears. */
export interface ClientEvent {
  readonly type: string;
}

/** How patient a client is. */
export interface ClientRole {
  readonly deadlineMicros: number;
  readonly backoffMicros: number;
  readonly attempts: number;
}

/** Builds the client's machine: once per scenario. The answers of the call are its events. */
export function clientMachine(role: ClientRole): AnyStateMachine {
  const words = setup({
    types: {} as { context: ClientContext; events: ClientEvent },
    delays: { answerDeadline: role.deadlineMicros, beforeAskingAgain: role.backoffMicros },
    guards: { mayAskAgain: ({ context }) => context.attempt < role.attempts },
    actions: {
      countTry: assign({ attempt: ({ context }) => context.attempt + 1 }),
      call: (_, _params: { attempt: number }) => undefined,
      noteTimeout: (_, _params: { attempt: number }) => undefined,
      abandon: () => undefined,
    },
  });
  const attempt = {
    params: ({ context }: { context: ClientContext }) => ({ attempt: context.attempt }),
  };
  return words.createMachine({
    id: 'client',
    context: () => ({ attempt: 0 }),
    initial: 'deciding',
    states: {
      deciding: { on: { ordered: 'placing' } },
      placing: {
        entry: ['countTry', { type: 'call', ...attempt }],
        on: { pending: 'pending', completed: 'satisfied', cancelled: 'turnedDown' },
        after: {
          answerDeadline: [
            {
              guard: 'mayAskAgain',
              target: 'waiting',
              actions: [{ type: 'noteTimeout', ...attempt }],
            },
            { target: 'gaveUp', actions: [{ type: 'noteTimeout', ...attempt }] },
          ],
        },
      },
      waiting: {
        on: { pending: 'pending', completed: 'satisfied', cancelled: 'turnedDown' },
        after: { beforeAskingAgain: 'placing' },
      },
      pending: {},
      satisfied: {},
      turnedDown: {},
      gaveUp: { entry: 'abandon' },
    },
  });
}
