/** Whether the switches of a service or a reader go together: transactions, threads and instances. */
import type { Broker, Reader, Scenario, Service, Settings } from '../format.ts';
import { entryPath } from '../path.ts';
import type { ProblemList } from '../problems.ts';
import { listed, quote } from '../wording.ts';
import { obstaclesToIdempotence } from './settings.ts';
import { valueIn } from './stated.ts';

interface Place {
  readonly path: string;
  readonly broker: Broker;
  readonly problems: ProblemList;
}

/** The switches of all services and readers. */
export function checkSwitches(
  { broker, services, readers }: Scenario,
  problems: ProblemList,
): void {
  services.forEach((service, index) => {
    const place = { path: entryPath('services', index), broker, problems };
    checkGroup(service, place);
    if (isTransactional(service)) checkTransactional(service, place);
  });
  readers.forEach((reader, index) => {
    checkGroup(reader, { path: entryPath('readers', index), broker, problems });
  });
}

function checkGroup(group: Service | Reader, place: Place): void {
  checkMost(group, place);
  if (group.delivery === 'at-most-once' && !isTransactional(group)) checkAtMostOnce(group, place);
}

function isTransactional(group: Service | Reader): boolean {
  return 'transactional' in group && group.transactional;
}

function checkMost(
  { id, instances, maxInstances }: Service | Reader,
  { path, problems }: Place,
): void {
  if (maxInstances === 0 || maxInstances >= instances) return;
  const message = `${quote(id)} begins with ${instances} instances and can have ${maxInstances}, which is less.`;
  const fix = `Write at least ${instances} for "maxInstances", or 0 for no more than it begins with.`;
  problems.add({ code: 'reversed-range', path: `${path}.maxInstances`, message, fix });
}

/** What would not let an offset be committed before the work. */
function checkAtMostOnce(
  { id, handling, settings }: Service | Reader,
  { path, broker, problems }: Place,
): void {
  const tell = (message: string, fix: string) => {
    problems.add({ code: 'switch-conflict', path: `${path}.delivery`, message, fix });
  };
  if (handling === 'handed-off') {
    const message = `${quote(id)} hands records to threads that begin at once, and is to commit before they begin.`;
    tell(message, 'Write "at-least-once", or let records be handled "in-turn".');
  }
  if (valueIn([settings, broker.settings], 'enable.auto.commit') !== true) return;
  const message = `The offsets of ${quote(id)} are committed by poll() itself, and so not before the work.`;
  tell(message, 'Write "at-least-once", or switch "enable.auto.commit" off.');
}

/** What cannot be where the outputs of a record and its offset are committed together. */
function checkTransactional(service: Service, { path, broker, problems }: Place): void {
  const { id, settings } = service;
  const places: readonly Settings[] = [settings, broker.settings];
  const tell = (at: string, message: string, fix: string) =>
    problems.add({ code: 'switch-conflict', path: `${path}.${at}`, message, fix });
  if (service.outbox) {
    const message = `The transaction of ${quote(id)} covers its consumer's offset, and its outbox is read by a relay that has none.`;
    tell('outbox', message, 'Switch "outbox" off, or "transactional".');
  }
  if (service.delivery === 'at-most-once') {
    const message = `${quote(id)} is to commit its offset with its outputs, and also before its work.`;
    tell('delivery', message, 'Write "at-least-once", or switch "transactional" off.');
  }
  if (service.handling === 'handed-off') {
    const message = `The producer of ${quote(id)} has one transaction at a time, and its threads would share it.`;
    tell('handling', message, 'Write "in-turn", or switch "transactional" off.');
  }
  if (valueIn(places, 'enable.auto.commit') === true) {
    const message = `${quote(id)} commits offsets in its transactions, and "enable.auto.commit" beside them.`;
    tell('transactional', message, 'Switch "enable.auto.commit" off, or "transactional".');
  }
  const obstacles = obstaclesToIdempotence(places).map(({ needed }) => needed);
  const isOff = valueIn(places, 'enable.idempotence') === false;
  const needs = [...obstacles, ...(isOff ? ['"enable.idempotence"'] : [])];
  if (needs.length === 0) return;
  const message = `The transactional producer of ${quote(id)} must be idempotent, and needs ${listed(needs)}.`;
  tell('transactional', message, 'Mend these settings, or switch "transactional" off.');
}
