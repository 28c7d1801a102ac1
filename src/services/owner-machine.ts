/** The owner of a choreographed flow, one instance per order: it takes the order, listens to the facts of the others, and keeps the deadlines. It tells nobody what to do. */
import { assign, setup, type AnyStateMachine } from 'xstate';

/** Steps that are awaited together, because each needs only steps of earlier levels. */
export interface Level {
  /** The state's name, as `awaitingPayment`. */
  readonly state: string;
  /** Facts that must all be heard to go on. */
  readonly facts: readonly string[];
  /** How long the owner waits for them in µs; absent: for ever. */
  readonly deadlineMicros: number | undefined;
}

/** A fact after which the order cannot be completed, and what must be undone because of it. */
export interface FailureRule {
  readonly message: string;
  /** Each entry is satisfied by any one of its messages. Empty: nothing had been done. */
  readonly waitsFor: readonly (readonly string[])[];
}

/** What the owner of a choreography hears and says. */
export interface OwnerRole {
  readonly id: string;
  /** The call by which a client places an order. */
  readonly placing: string;
  /** The fact that an order was taken. */
  readonly placed: string;
  readonly levels: readonly Level[];
  readonly failures: readonly FailureRule[];
  /** The fact that a deadline passed, with what must be undone then; absent when no step has a deadline. */
  readonly expired: FailureRule | undefined;
}

interface OwnerContext {
  readonly heard: readonly string[];
}

interface OwnerEvent {
  readonly type: string;
}

/** Every message that the owner reacts to. */
export function messagesHeardByOwner(role: OwnerRole): string[] {
  const rules = role.expired === undefined ? role.failures : [...role.failures, role.expired];
  const facts = [
    ...role.levels.flatMap((level) => level.facts),
    ...role.failures.map((rule) => rule.message),
    ...rules.flatMap((rule) => rule.waitsFor.flat()),
  ];
  return [...new Set([role.placing, ...facts])];
}

/** Every message that the owner can send. */
export function messagesSaidByOwner(role: OwnerRole): string[] {
  return role.expired === undefined ? [role.placed] : [role.placed, role.expired.message];
}

function satisfied(heard: readonly string[], rule: FailureRule): boolean {
  return rule.waitsFor.every((any) => any.some((name) => heard.includes(name)));
}

/** What the words of the owner's machine mean. */
function ownerWords(role: OwnerRole) {
  const expired = role.expired;
  const rules = expired === undefined ? role.failures : [...role.failures, expired];
  const struck = (heard: readonly string[]) => rules.filter((rule) => heard.includes(rule.message));
  return setup({
    types: {} as { context: OwnerContext; events: OwnerEvent },
    delays: Object.fromEntries(
      role.levels.map((level) => [level.state, level.deadlineMicros ?? 0]),
    ),
    guards: {
      levelIsDone: ({ context }, { facts }: { facts: readonly string[] }) =>
        facts.every((fact) => context.heard.includes(fact)),
      nothingToUndo: ({ context }) =>
        struck(context.heard).some((rule) => rule.waitsFor.length === 0),
      failed: ({ context }) => struck(context.heard).length > 0,
      allUndone: ({ context }) =>
        struck(context.heard).some((rule) => satisfied(context.heard, rule)),
    },
    actions: {
      hear: assign({
        heard: ({ context, event }) =>
          context.heard.includes(event.type) ? context.heard : [...context.heard, event.type],
      }),
      hearExpiry: assign({
        heard: ({ context }) =>
          expired === undefined ? context.heard : [...context.heard, expired.message],
      }),
      accept: () => undefined,
      answer: (_, _params: { answer: string }) => undefined,
      publish: (_, _params: { message: string }) => undefined,
      end: (_, _params: { outcome: string }) => undefined,
    },
  });
}

/** Builds the machine of a choreography's owner: once per scenario. */
export function ownerMachine(role: OwnerRole): AnyStateMachine {
  const { expired } = role;
  const heard = messagesHeardByOwner(role).filter((name) => name !== role.placing);
  const listening = Object.fromEntries(heard.map((name) => [name, { actions: 'hear' as const }]));
  const publishPlaced = { type: 'publish' as const, params: { message: role.placed } };
  const answerPending = { type: 'answer' as const, params: { answer: 'accepted, pending' } };
  // A client that asks again without an idempotency key before it makes a naive owner announce the order again.
  const placedAgain = { [role.placing]: { actions: [publishPlaced, answerPending] } };
  const awaiting = Object.fromEntries(
    role.levels.map((level, index) => {
      const next = role.levels[index + 1]?.state ?? 'completed';
      return [
        level.state,
        {
          on: { ...listening, ...placedAgain },
          always: [
            { guard: 'nothingToUndo' as const, target: 'failed' },
            { guard: 'failed' as const, target: 'compensating' },
            {
              guard: { type: 'levelIsDone' as const, params: { facts: level.facts } },
              target: next,
            },
          ],
          ...(level.deadlineMicros === undefined || expired === undefined
            ? {}
            : {
                after: {
                  [level.state]: {
                    target: 'compensating',
                    actions: [
                      'hearExpiry' as const,
                      { type: 'publish' as const, params: { message: expired.message } },
                    ],
                  },
                },
              }),
        },
      ];
    }),
  );
  const ending = (outcome: string) => ({
    entry: [{ type: 'end' as const, params: { outcome } }],
    on: { [role.placing]: { actions: [answerPending] } },
  });
  return ownerWords(role).createMachine({
    id: role.id,
    context: () => ({ heard: [] }),
    initial: 'idle',
    states: {
      idle: {
        on: {
          [role.placing]: {
            target: role.levels[0]?.state ?? 'completed',
            actions: ['accept', publishPlaced, answerPending],
          },
        },
      },
      ...awaiting,
      compensating: {
        on: { ...listening, ...placedAgain },
        always: { guard: 'allUndone', target: 'compensated' },
      },
      completed: ending('completed'),
      compensated: ending('compensated'),
      failed: ending('failed'),
    },
  });
}
