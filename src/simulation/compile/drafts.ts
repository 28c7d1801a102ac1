/** What a style consists of, by name: its machines and its types of message. Places are given later. */
import type { AnyStateMachine } from 'xstate';
import type { Scenario, Step } from '../../scenario/index.ts';
import {
  entityMachine,
  messagesHeardBy,
  messagesHeardByOwner,
  messagesHeardBySaga,
  messagesSaidBy,
  messagesSaidByOwner,
  messagesSaidBySaga,
  ownerMachine,
  sagaMachine,
} from '../../services/index.ts';
import type { CastTopic, MessageKind, Style } from '../../trace/index.ts';
import type { MachinePlan } from './plan.ts';
import {
  callerRole,
  choreographedStep,
  directedStep,
  ownerRole,
  placing,
  sagaRole,
} from './roles.ts';

/** A machine before it has its place: names instead of indexes. */
export interface Draft {
  readonly id: string;
  readonly service: string;
  readonly role: MachinePlan['role'];
  readonly step: string | undefined;
  readonly logic: AnyStateMachine;
  readonly hears: readonly string[];
  readonly says: readonly string[];
}

/** A type of message before it has its place. */
export interface TypeDraft {
  readonly name: string;
  readonly kind: MessageKind;
  readonly step: string | undefined;
  readonly carries: CastTopic['carries'] | undefined;
  readonly sender: string | undefined;
}

/** The machines of all steps. */
export function stepDrafts(scenario: Scenario, style: Style): Draft[] {
  return scenario.flow.steps.map((step) => {
    const role =
      style === 'choreography' ? choreographedStep(step, scenario.flow) : directedStep(step);
    return {
      id: step.id,
      service: step.service,
      role: 'entity',
      step: step.id,
      logic: entityMachine(role),
      hears: messagesHeardBy(role),
      says: messagesSaidBy(role),
    };
  });
}

/** The machine of the flow's owner. */
export function ownerDraft(scenario: Scenario, style: Style): Draft {
  const service = scenario.flow.owner;
  if (style === 'choreography') {
    const role = ownerRole(scenario.flow);
    return {
      id: role.id,
      service,
      role: 'owner',
      step: undefined,
      logic: ownerMachine(role),
      hears: messagesHeardByOwner(role),
      says: messagesSaidByOwner(role),
    };
  }
  const role = style === 'orchestration' ? sagaRole(scenario.flow) : callerRole(scenario);
  return {
    id: role.id,
    service,
    role: style === 'orchestration' ? 'saga' : 'caller',
    step: undefined,
    logic: sagaMachine(role),
    hears: messagesHeardBySaga(role),
    says: messagesSaidBySaga(role),
  };
}

function factsOf(step: Step): string[] {
  return [step.done, step.refused, step.compensation?.done].filter((name) => name !== undefined);
}

function commandsOf(step: Step): string[] {
  return [step.command, step.compensation?.command].filter((name) => name !== undefined);
}

/** All types of message of one style. */
export function typeDrafts(scenario: Scenario, style: Style): TypeDraft[] {
  const { flow } = scenario;
  const call: TypeDraft = {
    name: placing,
    kind: 'command',
    step: undefined,
    carries: undefined,
    sender: undefined,
  };
  const of = (
    step: Step,
    names: readonly string[],
    kind: MessageKind,
    carries: CastTopic['carries'] | undefined,
    sender: string,
  ): TypeDraft[] => names.map((name) => ({ name, kind, step: step.id, carries, sender }));
  if (style === 'choreography') {
    const fact = (name: string): TypeDraft => ({
      name,
      kind: 'event',
      step: undefined,
      carries: 'events',
      sender: flow.owner,
    });
    const own =
      flow.expired === undefined ? [fact(flow.placed)] : [fact(flow.placed), fact(flow.expired)];
    return [
      call,
      ...own,
      ...flow.steps.flatMap((step) => of(step, factsOf(step), 'event', 'events', step.service)),
    ];
  }
  const overTopics = style === 'orchestration';
  const commands = flow.steps.flatMap((step) =>
    of(step, commandsOf(step), 'command', overTopics ? 'commands' : undefined, flow.owner),
  );
  // In the direct style an answer is part of its call: it has a name for the machines, but never travels by itself.
  const replies = flow.steps.flatMap((step) =>
    of(step, factsOf(step), 'reply', overTopics ? 'replies' : undefined, step.service),
  );
  return [call, ...commands, ...replies];
}
