/** What does not go together with a share group: order, transactions, threads, and settings that a share consumer does not know. */
import type { Reader, Scenario, Service } from '../format.ts';
import { entryPath, memberPath } from '../path.ts';
import type { ProblemList } from '../problems.ts';
import { shareSettings } from '../settings/share-settings.ts';
import type { BrokerSettingName } from '../settings/settings.ts';
import { quote } from '../wording.ts';
import type { Scene } from './scene.ts';

/** KafkaShareConsumer refuses to start with any of these. Source: ShareConsumerConfig. */
const unknownToShare: readonly BrokerSettingName[] = [
  'auto.offset.reset',
  'enable.auto.commit',
  'auto.commit.interval.ms',
  'group.instance.id',
  'isolation.level',
  'partition.assignment.strategy',
  'session.timeout.ms',
  'heartbeat.interval.ms',
];

/** All groups of a scenario, and the promises about them. */
export function checkShareGroups({ scenario }: Scene, problems: ProblemList): void {
  scenario.services.forEach((service, index) => {
    checkGroup(service, entryPath('services', index), problems);
  });
  scenario.readers.forEach((reader, index) => {
    checkGroup(reader, entryPath('readers', index), problems);
  });
  checkOrder(scenario, problems);
}

function checkGroup(group: Service | Reader, path: string, problems: ProblemList): void {
  checkOwnSettings(group, path, problems);
  if (group.group !== 'share') return;
  const { id } = group;
  const tell = (at: string, message: string, fix: string) =>
    problems.add({ code: 'switch-conflict', path: `${path}.${at}`, message, fix });
  if (group.delivery === 'at-most-once') {
    const message = `The share group of ${quote(id)} is done with a record when its work is, and so delivers at least once.`;
    tell('delivery', message, 'Write "at-least-once", or let the group be a "consumer" group.');
  }
  if (group.handling === 'handed-off') {
    const message = `The next poll() of ${quote(id)} accepts what threads have not done yet, or fails where acknowledgement is explicit.`;
    tell('handling', message, 'Write "in-turn", or let the group be a "consumer" group.');
  }
  if (!('transactional' in group) || !group.transactional) return;
  const message = `${quote(id)} reads as a share group, which has no offsets that a transaction could commit.`;
  tell(
    'transactional',
    message,
    'Switch "transactional" off, or let the group be a "consumer" group.',
  );
}

/** Settings that are stated for a group of the other type would be looked at by nobody. */
function checkOwnSettings(
  { id, group, settings }: Service | Reader,
  path: string,
  problems: ProblemList,
): void {
  const own = shareSettings.map(({ name }): BrokerSettingName => name);
  const foreign = group === 'share' ? unknownToShare : own;
  for (const name of foreign) {
    if (settings[name] === undefined) continue;
    const kind = group === 'share' ? 'share' : 'consumer';
    const message = `${quote(id)} reads as a ${kind} group, whose members do not know ${quote(name)}.`;
    const fix = `Remove it, or write ${quote(group === 'share' ? 'consumer' : 'share')} for "group".`;
    const place = memberPath(`${path}.settings`, name);
    problems.add({ code: 'setting-conflict', path: place, message, fix });
  }
}

/** Records of one key may be with several members at once, and come back after later ones. */
function checkOrder(
  { promises, services, readers }: Pick<Scenario, 'promises' | 'services' | 'readers'>,
  problems: ProblemList,
): void {
  const shares = [...services, ...readers].find(({ group }) => group === 'share');
  if (shares === undefined) return;
  promises.forEach(({ kind }, index) => {
    if (kind !== 'ordered-per-key') return;
    const message = `${quote(shares.id)} reads as a share group, which keeps no order, not even that of a key.`;
    const fix = 'Remove the promise, or write "consumer" for its "group".';
    const path = `${entryPath('promises', index)}.kind`;
    problems.add({ code: 'promise-against-group', path, message, fix });
  });
}
