/** The words that lessons explain when they first use them. */

/** A term, the forms in which it stands in a text, and what it means. */
export interface Term {
  readonly id: string;
  readonly forms: readonly string[];
  readonly meaning: string;
}

/** All terms, in alphabetical order. */
export const glossary: readonly Term[] = [
  {
    id: 'at-least-once',
    forms: ['at least once', 'at-least-once'],
    meaning: 'Nothing is lost, but something may come twice: it is marked as read after the work.',
  },
  {
    id: 'at-most-once',
    forms: ['at most once', 'at-most-once'],
    meaning:
      'Nothing comes twice, but something may be lost: it is marked as read before the work.',
  },
  {
    id: 'backlog',
    forms: ['backlog', 'backlogs'],
    meaning: 'What waits because it came faster than it could be worked on.',
  },
  {
    id: 'broker',
    forms: ['broker', 'brokers'],
    meaning: 'The server in the middle: it stores messages and hands them to those who ask.',
  },
  {
    id: 'choreography',
    forms: ['choreography', 'choreographies'],
    meaning: 'Services react to each other’s events; nobody directs the whole.',
  },
  {
    id: 'command',
    forms: ['command', 'commands'],
    meaning: 'A message that asks one receiver to do something. The receiver may refuse.',
  },
  {
    id: 'commit',
    forms: ['commit', 'commits', 'committed'],
    meaning: 'Storing for good: a change in a store, or the place up to which a reader has read.',
  },
  {
    id: 'compensation',
    forms: ['compensation', 'compensations', 'compensate', 'compensates', 'compensated'],
    meaning: 'A new step that makes up for an earlier one, such as a refund. It does not erase it.',
  },
  {
    id: 'consumer',
    forms: ['consumer', 'consumers'],
    meaning: 'A program that reads messages from the broker and works on them.',
  },
  {
    id: 'effect',
    forms: ['effect', 'effects'],
    meaning: 'What a step really changes: money moved, stock taken, a parcel sent.',
  },
  {
    id: 'event',
    forms: ['event', 'events'],
    meaning: 'A message that says what has happened. It can be ignored, but not refused.',
  },
  {
    id: 'group',
    forms: ['consumer group', 'consumer groups', 'group', 'groups'],
    meaning: 'The instances of one service that share the reading of a topic among them.',
  },
  {
    id: 'idempotency-key',
    forms: ['idempotency key', 'idempotency keys'],
    meaning: 'A name for one wish, sent along so that an outside party knows a repetition.',
  },
  {
    id: 'idempotent',
    forms: ['idempotent', 'idempotence'],
    meaning: 'Doing it twice leaves the world as doing it once.',
  },
  {
    id: 'inbox',
    forms: ['inbox', 'inboxes'],
    meaning:
      'A table of message ids that a service has handled, kept in the transaction of the work.',
  },
  {
    id: 'instance',
    forms: ['instance', 'instances'],
    meaning: 'One running copy of a service.',
  },
  {
    id: 'key',
    forms: ['key', 'keys', 'keyed'],
    meaning: 'The part of a message that decides its partition: the same key, the same partition.',
  },
  {
    id: 'lag',
    forms: ['lag', 'lags'],
    meaning: 'How many stored messages a group has not finished yet.',
  },
  {
    id: 'offset',
    forms: ['offset', 'offsets'],
    meaning: 'The number of a message within its partition.',
  },
  {
    id: 'orchestration',
    forms: ['orchestration', 'orchestrations'],
    meaning: 'One coordinator tells each service what to do next, and hears the answers.',
  },
  {
    id: 'outbox',
    forms: ['outbox', 'outboxes'],
    meaning:
      'A table of messages to send, kept in the transaction of the work, and sent afterwards.',
  },
  {
    id: 'partition',
    forms: ['partition', 'partitions'],
    meaning: 'One of the lanes of a topic. Order is kept within a partition, and only there.',
  },
  {
    id: 'rebalance',
    forms: ['rebalance', 'rebalances', 'rebalancing'],
    meaning: 'Dealing the partitions out anew when the instances of a group change.',
  },
  {
    id: 'saga',
    forms: ['saga', 'sagas'],
    meaning: 'A long piece of business in small steps, with a way back for each of them.',
  },
  {
    id: 'topic',
    forms: ['topic', 'topics'],
    meaning: 'A named stream of messages at the broker. Reading does not remove them.',
  },
];

/** A term by its id. */
export function termOf(id: string): Term | undefined {
  return glossary.find((term) => term.id === id);
}
