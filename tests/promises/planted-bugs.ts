/** Mistakes to plant in a healthy trace: each breaks one rule of the engine. */
import { change, drop, find, renumber, repeat } from './planting.ts';
import type { Row } from './telling.ts';

/** A mistake that the engine could make, and the rule that must find it. */
interface Bug {
  readonly id: string;
  readonly what: string;
  readonly plant: (rows: Row[]) => void;
}

/** One mistake for each rule at least. */
export const bugs: readonly Bug[] = [
  {
    id: 'T1',
    what: 'a row is told before its time',
    plant: (rows) => change(rows, 'order-placed', 1, { time: 0 }),
  },
  {
    id: 'T5',
    what: 'a crashed process goes on',
    plant: (rows) => repeat(rows, find(rows, 'process-crashed'), { kind: 'outbox-read' }),
  },
  {
    id: 'L2',
    what: 'an offset is left out',
    plant: (rows) => renumber(find(rows, 'record-appended', -1), 1, 77),
  },
  {
    id: 'L4',
    what: 'an order changes its partition',
    plant: (rows) => renumber(find(rows, 'record-appended', 1), 0, 0),
  },
  {
    id: 'L9',
    what: 'a consumer reads what is not there',
    plant: (rows) => renumber(find(rows, 'record-delivered'), 1, 5),
  },
  {
    id: 'P1',
    what: 'a producer that did not crash appends twice',
    plant: (rows) => repeat(rows, find(rows, 'record-appended', 0)),
  },
  {
    id: 'O1',
    what: 'a relay marks what it did not send',
    plant: (rows) => change(rows, 'outbox-marked', 0, { message: 3 }),
  },
  {
    id: 'O4',
    what: 'a relay that did not crash repeats itself',
    plant: (rows) => drop(rows, find(rows, 'process-crashed')),
  },
  {
    id: 'G1',
    what: 'two members own a partition',
    plant: (rows) => renumber(find(rows, 'partition-assigned', -1), 1, 1),
  },
  {
    id: 'G4',
    what: 'a rebalance keeps its generation',
    plant: (rows) => renumber(find(rows, 'group-stable', -1), 1, 1),
  },
  {
    id: 'G5',
    what: 'a member commits what it does not own',
    plant: (rows) => change(rows, 'offset-committed', -1, { actor: 7 }),
  },
  {
    id: 'G7',
    what: 'a committed offset goes back',
    plant: (rows) => renumber(find(rows, 'offset-committed', -1), 1, 0),
  },
  {
    id: 'G8',
    what: 'a commit passes the end of the log',
    plant: (rows) => renumber(find(rows, 'offset-committed', -1), 1, 99),
  },
  {
    id: 'G9',
    what: 'a commit comes before the work is stored',
    plant: (rows) => drop(rows, find(rows, 'store-committed')),
  },
  {
    id: 'G6',
    what: 'a partition is given away while another holds it',
    plant: (rows) => {
      drop(rows, find(rows, 'process-crashed', 1));
      drop(rows, find(rows, 'member-expelled'));
    },
  },
  {
    id: 'M1',
    what: 'a group is ahead of the log',
    plant: (rows) => renumber(find(rows, 'offset-committed', -1), 1, 99),
  },
  {
    id: 'C2',
    what: 'a message follows from one that comes later',
    plant: (rows) => renumber(find(rows, 'message-created', 1), 1, 50),
  },
  {
    id: 'C3',
    what: 'a row is its own cause',
    plant: (rows) => {
      const row = find(rows, 'effect-applied');
      row.cause = rows.indexOf(row);
    },
  },
  {
    id: 'C4',
    what: 'a message changes its order',
    plant: (rows) => change(rows, 'message-created', 2, { order: 2 }),
  },
  {
    id: 'X3',
    what: 'a service gives a command in a choreography',
    plant: (rows) => renumber(find(rows, 'message-created', -1), 0, 7),
  },
  {
    id: 'SG1',
    what: 'an order ends twice',
    plant: (rows) => repeat(rows, find(rows, 'order-ended')),
  },
  {
    id: 'SG9',
    what: 'a machine jumps',
    plant: (rows) => renumber(find(rows, 'state-changed', -1), 1, 0),
  },
  {
    id: 'D1',
    what: 'work is tried once more than allowed',
    plant: (rows) => renumber(find(rows, 'work-started', -1), 2, 4),
  },
  {
    id: 'D1',
    what: 'work is tried again at once',
    plant: (rows) => {
      const failed = find(rows, 'work-failed', -1);
      change(rows, 'work-failed', -1, { time: find(rows, 'work-started', -1).time });
      rows.splice(rows.indexOf(failed), 1);
      rows.splice(rows.indexOf(find(rows, 'work-started', -1)), 0, failed);
    },
  },
];
