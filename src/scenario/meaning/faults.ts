/** Whether a fault can strike: the fields that it needs, those that contradict each other, and what it aims at. */
import type { Fault, FaultEffect, Target, When } from '../format.ts';
import { limits } from '../limits.ts';
import type { ProblemList } from '../problems.ts';
import { alternatives, didYouMean, listed, quote } from '../wording.ts';
import { tell, type Case } from './fault-case.ts';
import { checkPlaces } from './fault-places.ts';
import { checkGroup, checkStep } from './references.ts';
import { mostInstances, type Scene } from './scene.ts';

type WhenField = keyof When;
type TargetField = keyof Target;

interface Rule {
  readonly when: readonly WhenField[];
  readonly target: readonly TargetField[];
  readonly needs: readonly ('when.atMs' | 'target.service' | 'target.leg' | 'target.topic')[];
}

const aMatch = ['fromMs', 'order', 'step', 'message', 'attempt', 'nth', 'every'] as const;
const onLeg: Rule = { when: aMatch, target: ['service', 'instance', 'leg'], needs: ['target.leg'] };
const onRecord: Rule = { when: aMatch, target: ['service', 'instance'], needs: ['target.service'] };

const timed = { when: ['atMs'], needs: ['when.atMs', 'target.service'] } as const;
const onProcess: Rule = { ...timed, target: ['service', 'instance'] };
const onGroup: Rule = { ...timed, target: ['service'] };
const onNode: Rule = {
  when: ['atMs'],
  target: ['node', 'topic', 'partition'],
  needs: ['when.atMs'],
};

/** Which fields each kind of fault knows. A field that is not looked at would mislead its reader. */
const rules: Readonly<Record<FaultEffect['kind'], Rule>> = {
  crash: { when: [...aMatch, 'atMs', 'point'], target: ['service', 'instance'], needs: [] },
  slow: {
    when: ['atMs'],
    target: ['service', 'instance'],
    needs: ['when.atMs', 'target.service'],
  },
  lose: onLeg,
  delay: onLeg,
  duplicate: onRecord,
  poison: onRecord,
  spike: { when: ['atMs'], target: [], needs: ['when.atMs'] },
  pause: onProcess,
  'block-poll': onProcess,
  'cut-off': onProcess,
  rebalance: onGroup,
  scale: onGroup,
  attach: onGroup,
  'kill-node': onNode,
  'isolate-node': onNode,
  'add-partitions': { when: ['atMs'], target: ['topic'], needs: ['when.atMs', 'target.topic'] },
  set: { when: ['atMs'], target: ['topic', 'service'], needs: ['when.atMs'] },
};

/** Faults that stand at `pathOf(index)`, on top of `earlier` ones. */
export function checkFaults(
  scene: Scene,
  given: {
    readonly faults: readonly Fault[];
    readonly earlier: readonly Fault[];
    readonly pathOf: (index: number) => string;
  },
  problems: ProblemList,
): void {
  const { faults, earlier, pathOf } = given;
  let orders = ordersOf(earlier, scene.scenario.workload.orders);
  faults.forEach((fault, index) => {
    orders = ordersOf([fault], orders);
    if (fault.effect.kind !== 'spike' || orders <= limits.orders) return;
    const message = `With this spike ${orders} orders are placed in all.`;
    const fix = `Keep at most ${limits.orders} orders in all.`;
    const path = below(pathOf(index), 'effect.orders');
    problems.add({ code: 'too-many-orders', path, message, fix });
  });
  faults.forEach((fault, index) => {
    const at = (place: string) => below(pathOf(index), place);
    const each = { scene, fault, at, problems };
    checkFields(each);
    checkMoment(each);
    checkPoint(each);
    checkAim(each, orders);
    checkPlaces(each);
    checkRebalance(each);
  });
}

function ordersOf(faults: readonly Fault[], before: number): number {
  return faults.reduce(
    (sum, { effect }) => sum + (effect.kind === 'spike' ? effect.orders : 0),
    before,
  );
}

/** A place inside a fault; a file of one fault begins with the fault itself. */
function below(path: string, place: string): string {
  return path === '' ? place : `${path}.${place}`;
}

function checkFields(each: Case): void {
  const { when, target, effect } = each.fault;
  const rule = rules[effect.kind];
  for (const place of rule.needs) {
    const [part, name] = place.split('.');
    const members = Object.keys(part === 'when' ? when : target);
    if (members.includes(name ?? '')) continue;
    const message = `A fault of the kind ${quote(effect.kind)} needs ${quote(place)}.`;
    tell(each, { code: 'fault-needs', at: place, message, fix: `Add "${name}" to "${part}".` });
  }
  const foreign = [
    ...Object.keys(when)
      .filter((name) => !rule.when.some((known) => known === name))
      .map((name) => `when.${name}`),
    ...Object.keys(target)
      .filter((name) => !rule.target.some((known) => known === name))
      .map((name) => `target.${name}`),
  ];
  for (const at of foreign) {
    const message = `A fault of the kind ${quote(effect.kind)} does not look at ${quote(at)}.`;
    const instead = at === 'when.atMs' ? ' To begin at a time, use "fromMs".' : '';
    tell(each, { code: 'fault-conflict', at, message, fix: `Remove it.${instead}` });
  }
}

/** What goes together inside `when`, and what a crash needs. */
function checkMoment(each: Case): void {
  const { when, target, effect } = each.fault;
  if (when.every === true && when.nth !== undefined) {
    const message = 'A fault cannot strike at every match and at the nth one only.';
    tell(each, {
      code: 'fault-conflict',
      at: 'when.nth',
      message,
      fix: 'Remove "nth" or "every".',
    });
  }
  if (effect.kind !== 'crash') return;
  if (when.atMs === undefined) {
    if (when.point !== undefined) return;
    const message = 'A crash needs a moment: a time, or a point of a handler, a relay or a saga.';
    tell(each, {
      code: 'fault-needs',
      at: 'when',
      message,
      fix: 'Add "atMs" or "point" to "when".',
    });
    return;
  }
  const others = Object.keys(when).filter((name) => name !== 'atMs');
  if (others.length > 0) {
    const message = `A crash at a time does not look at ${listed(others.map(quote))}.`;
    const fix = 'Remove "atMs" to aim at a point, or keep "atMs" alone.';
    tell(each, { code: 'fault-conflict', at: 'when.atMs', message, fix });
  }
  if (target.service !== undefined) return;
  const message = 'A crash at a time needs a service that crashes.';
  tell(each, {
    code: 'fault-needs',
    at: 'target.service',
    message,
    fix: 'Add "service" to "target".',
  });
}

/** Members of a share group are never made to join anew. */
function checkRebalance(each: Case): void {
  const { target, effect } = each.fault;
  const { service = '' } = target;
  if (effect.kind !== 'rebalance' || each.scene.groups.get(service)?.group !== 'share') return;
  const message = `${quote(service)} reads as a share group, which goes on while its members change: there is no rebalance to force.`;
  const fix = 'Remove the fault, or aim it at a consumer group.';
  tell(each, { code: 'fault-conflict', at: 'effect.kind', message, fix });
}

/** A point is passed only by those who do such a thing. */
function checkPoint(each: Case): void {
  const { scene, fault } = each;
  const point = fault.when.point?.split(' ')[1];
  const step = scene.steps.get(fault.when.step ?? '');
  const service = fault.target.service;
  if (point !== undefined && scene.readers.has(service ?? '')) checkReading(each, point);
  else if (point === 'read' || point === 'send' || point === 'mark') checkRelay(each, point);
  if (scene.readers.has(service ?? '')) return;
  if (point === 'decide' || point === 'dispatch') {
    const { owner } = scene.scenario.flow;
    if (service === owner) return;
    const message = `Only the saga in ${quote(owner)} passes the point ${quote(point)}.`;
    const fix = `Write ${quote(owner)} for "service".`;
    tell(each, { code: 'fault-elsewhere', at: 'target.service', message, fix });
  }
  if (point !== 'effect' || step === undefined || service === undefined) return;
  if (service === step.service) return;
  const message = `The effect of step ${quote(step.id)} happens in ${quote(step.service)}, not in ${quote(service)}.`;
  const fix = `Write ${quote(step.service)} for "service", or leave it out.`;
  tell(each, { code: 'fault-elsewhere', at: 'target.service', message, fix });
}

const readingPoints = ['fetch', 'store-commit', 'offset-commit'];

/** A reader stores what it reads, and does nothing else. */
function checkReading(each: Case, point: string): void {
  if (readingPoints.includes(point)) return;
  const { service = '' } = each.fault.target;
  const message = `The reader ${quote(service)} does not pass the point ${quote(point)}.`;
  const fix = `Choose ${alternatives(readingPoints.map(quote))}.`;
  tell(each, { code: 'fault-elsewhere', at: 'when.point', message, fix });
}

function checkRelay(each: Case, point: string): void {
  const { scene, fault } = each;
  const id = fault.target.service ?? scene.steps.get(fault.when.step ?? '')?.service;
  const service = scene.services.get(id ?? '');
  const withRelay = scene.scenario.services.filter(({ outbox }) => outbox);
  if (service === undefined ? withRelay.length > 0 : service.outbox) return;
  const who = service === undefined ? 'No service' : `The service ${quote(service.id)}`;
  const not = service === undefined ? 'has' : 'does not have';
  const message = `${who} ${not} an outbox, so no relay passes the point ${quote(point)}.`;
  const fix = 'Switch the outbox on, or choose a point of the handler.';
  tell(each, { code: 'fault-elsewhere', at: 'when.point', message, fix });
}

/** Whether what the fault aims at exists. */
function checkAim(each: Case, orders: number): void {
  const { scene, fault, at, problems } = each;
  const { when, target } = fault;
  if (when.step !== undefined) checkStep(scene, when.step, { path: at('when.step'), problems });
  if (target.service !== undefined) {
    checkGroup(scene, target.service, { path: at('target.service'), problems });
  }
  if (when.order !== undefined && when.order > orders) {
    const message = `There is no order ${when.order}: ${orders} are placed in all.`;
    const fix = `Write a number from 1 to ${orders}.`;
    tell(each, { code: 'unknown-order', at: 'when.order', message, fix });
  }
  checkMessage(each);
  checkInstance(each);
}

function checkMessage(each: Case): void {
  const { message: name } = each.fault.when;
  const names = each.scene.messages.map((message) => message.name);
  if (name === undefined || names.includes(name)) return;
  const message = `There is no message ${quote(name)} in this flow.`;
  const fix = `${didYouMean(name, names)}Write ${alternatives(names.map(quote))}.`;
  tell(each, { code: 'unknown-message', at: 'when.message', message, fix });
}

function checkInstance(each: Case): void {
  const { service: id, instance } = each.fault.target;
  if (instance === undefined) return;
  if (id === undefined) {
    if (rules[each.fault.effect.kind].needs.includes('target.service')) return;
    const message = `Instance ${instance} of which service is not said.`;
    tell(each, {
      code: 'fault-needs',
      at: 'target.service',
      message,
      fix: 'Add "service" to "target".',
    });
    return;
  }
  const group = each.scene.groups.get(id);
  if (group === undefined || instance < mostInstances(group)) return;
  const most = mostInstances(group);
  const message = `${quote(id)} has no instance ${instance}: it has ${most}, counted from 0.`;
  const fix = `Write at most ${most - 1}, or raise its "instances".`;
  tell(each, { code: 'unknown-instance', at: 'target.instance', message, fix });
}
