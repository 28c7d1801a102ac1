/** The machine of one step for one order, in whichever style: it works when it has heard what it needs, and undoes when it is told or has heard why. */
import { assign, setup, type AnyStateMachine } from 'xstate';

/** A reason to undo: the message that says so, and whose undoing must be heard before. */
export interface UndoRule {
  readonly message: string;
  /** Each entry is satisfied by any one of its messages. */
  readonly waitsFor: readonly (readonly string[])[];
}

/** What a step's entity hears and says. The same shape serves all styles: only the names differ. */
export interface EntityRole {
  readonly id: string;
  /** All of these must be heard before the work begins. */
  readonly needs: readonly string[];
  readonly undo: readonly UndoRule[];
  /** Once one of these is heard, work that has not begun never begins. */
  readonly stops: readonly string[];
  /** Said when the work is done. */
  readonly done: string;
  /** Said when the service will not or cannot do it. Absent when it always can. */
  readonly refused: string | undefined;
  /** Said when nothing of it is in force any more. */
  readonly undone: string | undefined;
  /** Tries of the work before the service refuses. */
  readonly attempts: number;
  /** The wait before the second try in µs, and its growth from try to try. */
  readonly backoffMicros: number;
  readonly backoffFactor: number;
}

interface EntityContext {
  /** Messages heard so far, each once. */
  readonly heard: readonly string[];
  /** Tries of the work so far. */
  readonly attempt: number;
  /** Whether the effect was ever put in force. */
  readonly did: boolean;
}

interface EntityEvent {
  readonly type: string;
}

function heardAll(heard: readonly string[], names: readonly string[]): boolean {
  return names.every((name) => heard.includes(name));
}

/** The wait after a try in µs: multiplied step by step, because `**` may differ between engines. */
function backoffAfter(role: EntityRole, attempt: number): number {
  let wait = role.backoffMicros;
  for (let i = 1; i < attempt; i++) wait *= role.backoffFactor;
  return Math.round(wait);
}

/** Every message that the machine of this role reacts to. */
export function messagesHeardBy(role: EntityRole): string[] {
  const names = [
    ...role.needs,
    ...role.stops,
    ...role.undo.flatMap((rule) => [rule.message, ...rule.waitsFor.flat()]),
  ];
  return [...new Set(names)];
}

/** Every message that the machine of this role can send. */
export function messagesSaidBy(role: EntityRole): string[] {
  return [role.done, role.refused, role.undone].filter((name) => name !== undefined);
}

/** What the words of an entity's machine mean. Effects are data: the host carries them out. */
function entityWords(role: EntityRole) {
  const doomed = (heard: readonly string[]) =>
    role.stops.some((message) => heard.includes(message));
  return setup({
    types: {} as { context: EntityContext; events: EntityEvent },
    delays: {
      backoff: ({ context }) => backoffAfter(role, context.attempt),
    },
    guards: {
      isReady: ({ context }) => heardAll(context.heard, role.needs) && !doomed(context.heard),
      mayUndo: ({ context }) =>
        role.undo.some(
          (rule) =>
            context.heard.includes(rule.message) &&
            rule.waitsFor.every((any) => any.some((name) => context.heard.includes(name))),
        ),
      saidBefore: ({ context, event }) => context.heard.includes(event.type),
      saidBeforeAndDone: ({ context, event }) => context.heard.includes(event.type) && context.did,
      mayTryAgain: ({ context }) => context.attempt < role.attempts,
    },
    actions: {
      hear: assign({
        heard: ({ context, event }) =>
          context.heard.includes(event.type) ? context.heard : [...context.heard, event.type],
      }),
      countTry: assign({ attempt: ({ context }) => context.attempt + 1 }),
      beginAnew: assign({ attempt: 0 }),
      rememberDoing: assign({ did: true }),
      work: () => undefined,
      undo: () => undefined,
      applyEffect: () => undefined,
      undoEffect: () => undefined,
      voidEffect: () => undefined,
      publish: (_, _params: { message: string }) => undefined,
    },
  });
}

/** What a role says at the end of something, as actions; nothing where it has no name for it. */
function say(message: string | undefined) {
  return message === undefined ? [] : [{ type: 'publish' as const, params: { message } }];
}

/**
 * Builds the machine of a role: once per scenario, never per order.
 * It is naive on purpose: told twice, it works twice. What protects it is the inbox before it.
 */
export function entityMachine(role: EntityRole): AnyStateMachine {
  const sayDone = say(role.done);
  const sayRefused = say(role.refused);
  const sayUndone = say(role.undone);
  const listening = Object.fromEntries(
    messagesHeardBy(role).map((name) => [name, { actions: 'hear' as const }]),
  );
  // Told again what it has done already, a machine without an inbox before it does it again.
  const again = Object.fromEntries(
    role.needs.map((name) => [
      name,
      { target: 'working' as const, actions: ['hear' as const, 'beginAnew' as const] },
    ]),
  );
  const undoAgain = Object.fromEntries(
    role.undo.map((rule) => [
      rule.message,
      [
        { guard: 'saidBeforeAndDone' as const, target: 'undoing' as const },
        { guard: 'saidBefore' as const, actions: sayUndone },
        { actions: 'hear' as const },
      ],
    ]),
  );
  return entityWords(role).createMachine({
    id: role.id,
    context: () => ({ heard: [], attempt: 0, did: false }),
    initial: 'idle',
    states: {
      idle: {
        on: listening,
        always: [
          { guard: 'mayUndo', target: 'undone', actions: ['voidEffect', ...sayUndone] },
          { guard: 'isReady', target: 'working' },
        ],
      },
      working: {
        entry: ['countTry', 'work'],
        on: {
          workDone: { target: 'done', actions: ['applyEffect', 'rememberDoing', ...sayDone] },
          workRefused: { target: 'refused', actions: sayRefused },
          workFailed: [
            { guard: 'mayTryAgain', target: 'backingOff' },
            { target: 'refused', actions: sayRefused },
          ],
        },
      },
      backingOff: { after: { backoff: 'working' } },
      done: {
        on: { ...listening, ...again },
        always: { guard: 'mayUndo', target: 'undoing' },
      },
      refused: {
        on: { ...listening, ...again },
        always: { guard: 'mayUndo', target: 'undone', actions: sayUndone },
      },
      undoing: {
        entry: 'undo',
        on: { undoDone: { target: 'undone', actions: ['undoEffect', ...sayUndone] } },
      },
      undone: { on: undoAgain },
    },
  });
}
