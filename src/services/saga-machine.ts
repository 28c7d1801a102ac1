/** The saga of an orchestrated flow, one instance per order: it says what to do, hears the replies, asks again, and undoes in reverse order. The direct style runs the same machine over calls, in memory only. */
import { assign, setup, type AnyStateMachine } from 'xstate';
import { pascalCase } from './names.ts';

/** A step as its orchestrator knows it. */
export interface SagaStep {
  readonly id: string;
  readonly command: string;
  readonly done: string;
  readonly refused: string | undefined;
  /** How it is taken back; absent: it cannot be. */
  readonly undo: { readonly command: string; readonly done: string } | undefined;
}

/** Steps that are asked for together. */
export interface SagaLevel {
  /** The state's name, as `awaitingPayment`. */
  readonly state: string;
  readonly steps: readonly SagaStep[];
  /** How long the saga waits for all replies before it asks again, in µs; absent: for ever. */
  readonly deadlineMicros: number | undefined;
  /** How often it asks in all. */
  readonly attempts: number;
}

/** What a saga hears and says. */
export interface SagaRole {
  readonly id: string;
  /** The call by which a client places an order. */
  readonly placing: string;
  readonly levels: readonly SagaLevel[];
  /** Pause before a compensation is asked for again, in µs. */
  readonly undoAgainMicros: number;
  /** Whether the client is answered at once, or only when the flow has ended. */
  readonly answers: 'at once' | 'at the end';
}

interface SagaContext {
  /** Replies heard so far. */
  readonly heard: readonly string[];
  /** Commands sent so far, by the step's id. */
  readonly asked: readonly string[];
  /** How often the present level was asked for. */
  readonly attempt: number;
}

interface SagaEvent {
  readonly type: string;
}

/** All steps of a saga in the order in which they are asked for. */
function stepsOf(role: SagaRole): SagaStep[] {
  return role.levels.flatMap((level) => level.steps);
}

/** Every message that the saga reacts to. */
export function messagesHeardBySaga(role: SagaRole): string[] {
  const replies = stepsOf(role).flatMap((step) => [step.done, step.refused, step.undo?.done]);
  return [role.placing, ...new Set(replies.filter((name) => name !== undefined))];
}

/** Every message that the saga can send. */
export function messagesSaidBySaga(role: SagaRole): string[] {
  return stepsOf(role).flatMap((step) =>
    step.undo === undefined ? [step.command] : [step.command, step.undo.command],
  );
}

/** `undoingPayment` for the step `payment`. */
function undoingState(step: SagaStep): string {
  return `undoing${pascalCase(step.id)}`;
}

/** A step whose outcome is not known to be "nothing": done, or asked for without an answer. */
function mayBeInForce(context: SagaContext, step: SagaStep): boolean {
  return (
    context.asked.includes(step.id) &&
    (step.refused === undefined || !context.heard.includes(step.refused))
  );
}

function answered(context: SagaContext, step: SagaStep): boolean {
  return (
    context.heard.includes(step.done) ||
    (step.refused !== undefined && context.heard.includes(step.refused))
  );
}

interface OfSteps {
  readonly steps: readonly SagaStep[];
}

function sagaWords(role: SagaRole) {
  return setup({
    types: {} as { context: SagaContext; events: SagaEvent },
    delays: {
      ...Object.fromEntries(role.levels.map((level) => [level.state, level.deadlineMicros ?? 0])),
      undoAgain: role.undoAgainMicros,
    },
    guards: {
      levelIsDone: ({ context }, { steps }: OfSteps) =>
        steps.every((step) => context.heard.includes(step.done)),
      levelIsAnswered: ({ context }, { steps }: OfSteps) =>
        steps.every((step) => answered(context, step)),
      isRefused: ({ context }, { steps }: OfSteps) =>
        steps.some((step) => step.refused !== undefined && context.heard.includes(step.refused)),
      mayAskAgain: ({ context }, { attempts }: { attempts: number }) => context.attempt < attempts,
      mustUndo: ({ context }, { step }: { step: SagaStep }) =>
        step.undo !== undefined &&
        mayBeInForce(context, step) &&
        !context.heard.includes(step.undo.done),
      isUndone: ({ context }, { step }: { step: SagaStep }) =>
        step.undo !== undefined && context.heard.includes(step.undo.done),
      anythingWasUndone: ({ context }) =>
        stepsOf(role).some(
          (step) => step.undo !== undefined && context.heard.includes(step.undo.done),
        ),
    },
    actions: {
      hear: assign({
        heard: ({ context, event }) =>
          context.heard.includes(event.type) ? context.heard : [...context.heard, event.type],
      }),
      countAsking: assign({ attempt: ({ context }) => context.attempt + 1 }),
      beginAnew: assign({ attempt: 0 }),
      noteAsking: assign({
        asked: ({ context }, { ids }: { ids: readonly string[] }) => [
          ...new Set([...context.asked, ...ids]),
        ],
      }),
      accept: () => undefined,
      answer: (_, _params: { answer: string }) => undefined,
      ask: (_, _params: { message: string; needed: boolean; attempt: number }) => undefined,
      end: (_, _params: { outcome: string }) => undefined,
    },
  });
}

/** Asks for a step's work, unless its answer is there already. */
function asking(step: SagaStep) {
  return {
    type: 'ask' as const,
    params: ({ context }: { context: SagaContext }) => ({
      message: step.command,
      needed: !answered(context, step),
      attempt: context.attempt,
    }),
  };
}

function awaitingStates(role: SagaRole, listening: object) {
  return role.levels.map((level, index) => {
    const steps = { steps: level.steps };
    const next = role.levels[index + 1]?.state ?? 'completed';
    const refusedTarget = level.steps.length === 1 ? 'unwinding' : drainingState(level);
    const deadline = {
      after: {
        [level.state]: [
          {
            guard: { type: 'mayAskAgain' as const, params: { attempts: level.attempts } },
            target: level.state,
            reenter: true,
          },
          { target: 'unwinding', actions: 'beginAnew' as const },
        ],
      },
    };
    const state = {
      entry: [
        'countAsking' as const,
        { type: 'noteAsking' as const, params: { ids: level.steps.map((step) => step.id) } },
        ...level.steps.map(asking),
      ],
      on: listening,
      always: [
        {
          guard: { type: 'levelIsDone' as const, params: steps },
          target: next,
          actions: 'beginAnew' as const,
        },
        {
          guard: { type: 'isRefused' as const, params: steps },
          target: refusedTarget,
          actions: 'beginAnew' as const,
        },
      ],
      ...(level.deadlineMicros === undefined ? {} : deadline),
    };
    return [level.state, state] as const;
  });
}

function drainingState(level: SagaLevel): string {
  return `draining${level.state.slice('awaiting'.length)}`;
}

/** Where a level of several steps waits for the other answers after one of them was refused: what is under way cannot be undone yet. */
function drainingStates(role: SagaRole, listening: object) {
  return role.levels
    .filter((level) => level.steps.length > 1)
    .map((level) => {
      const state = {
        on: listening,
        always: {
          guard: { type: 'levelIsAnswered' as const, params: { steps: level.steps } },
          target: 'unwinding',
        },
        ...(level.deadlineMicros === undefined ? {} : { after: { [level.state]: 'unwinding' } }),
      };
      return [drainingState(level), state] as const;
    });
}

function undoingStates(steps: readonly SagaStep[], listening: object) {
  return steps.map((step) => {
    const state = {
      entry: [
        'countAsking' as const,
        {
          type: 'ask' as const,
          params: ({ context }: { context: SagaContext }) => ({
            message: step.undo?.command ?? '',
            needed: true,
            attempt: context.attempt,
          }),
        },
      ],
      on: listening,
      always: {
        guard: { type: 'isUndone' as const, params: { step } },
        target: 'unwinding',
        actions: 'beginAnew' as const,
      },
      // A compensation is asked for until it succeeds: giving up would leave half an order behind.
      after: { undoAgain: { target: undoingState(step), reenter: true } },
    };
    return [undoingState(step), state] as const;
  });
}

/** Builds the machine of a saga: once per scenario. */
export function sagaMachine(role: SagaRole): AnyStateMachine {
  const placing = role.placing;
  const atOnce = role.answers === 'at once';
  const pending = atOnce
    ? [{ type: 'answer' as const, params: { answer: 'accepted, pending' } }]
    : [];
  const listening = {
    ...Object.fromEntries(
      messagesHeardBySaga(role).map((name) => [name, { actions: 'hear' as const }]),
    ),
    [placing]: { actions: pending },
  };
  const undoable = stepsOf(role).filter((step) => step.undo !== undefined);
  const ending = (outcome: string) => {
    const answer = {
      type: 'answer' as const,
      params: {
        answer: atOnce ? 'accepted, pending' : outcome === 'completed' ? 'completed' : 'cancelled',
      },
    };
    return {
      entry: [{ type: 'end' as const, params: { outcome } }, ...(atOnce ? [] : [answer])],
      on: { [placing]: { actions: [answer] } },
    };
  };
  return sagaWords(role).createMachine({
    id: role.id,
    context: () => ({ heard: [], asked: [], attempt: 0 }),
    initial: 'idle',
    states: {
      idle: {
        on: {
          [placing]: {
            target: role.levels[0]?.state ?? 'completed',
            actions: ['accept', ...pending],
          },
        },
      },
      ...Object.fromEntries([
        ...awaitingStates(role, listening),
        ...drainingStates(role, listening),
      ]),
      unwinding: {
        always: [
          ...undoable.toReversed().map((step) => ({
            guard: { type: 'mustUndo' as const, params: { step } },
            target: undoingState(step),
          })),
          { guard: 'anythingWasUndone', target: 'compensated' },
          { target: 'failed' },
        ],
      },
      ...Object.fromEntries(undoingStates(undoable, listening)),
      completed: ending('completed'),
      compensated: ending('compensated'),
      failed: ending('failed'),
    },
  });
}
