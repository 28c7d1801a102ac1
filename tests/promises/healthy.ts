/** A hand-made trace that breaks no rule, though much goes wrong in it: the soil for planted bugs. */
import { Telling } from './telling.ts';

const shippingMachine = 2;
const consumerMachine = 3;

/** A machine goes from state to state, by the numbers of its states. */
function moves(telling: Telling, by: string, order: number, path: readonly number[]): void {
  const machine = order < 0 ? consumerMachine : shippingMachine;
  path.slice(1).forEach((to, index) => {
    const from = path[index] ?? 0;
    telling.tell('state-changed', { by, order, numbers: { machine, from, to } });
  });
}

function assign(telling: Telling, by: string, partition: number, generation: number): void {
  telling.tell('partition-assigned', { by, numbers: { partition, generation, offset: 0 } });
}

function rebalance(telling: Telling, group: number, generation: number, members: number): void {
  const numbers = { group, generation };
  telling.tell('rebalance-started', { numbers: { ...numbers, reason: 0 } });
  telling.tell('group-stable', { numbers: { ...numbers, members } });
}

function joining(telling: Telling): void {
  ['Order', 'Payment', 'Inventory', 'Shipping'].forEach((by, group) => {
    rebalance(telling, group, 1, 1);
    assign(telling, by, 0, 1);
    assign(telling, by, 1, 1);
  });
}

/** Tries the work of shipping until it works, with its pauses. */
function ships(telling: Telling, by: string, message: number, order: number): void {
  const numbers = { step: 2 };
  for (const [attempt, pause] of [
    [1, 100],
    [2, 200],
  ] as const) {
    telling.tell('work-started', { by, order, message, numbers: { ...numbers, attempt } });
    telling.wait(5);
    telling.tell('work-failed', { by, order, message, numbers: { ...numbers, attempt } });
    telling.wait(pause);
  }
  telling.tell('work-started', { by, order, message, numbers: { ...numbers, attempt: 3 } });
  telling.wait(5).does(by, 'shipping', message);
}

/** A consumer passes over the first records of partition 1. */
function passes(telling: Telling, by: string, count: number): void {
  telling.tell('records-skipped', { by, numbers: { partition: 1, offset: 0, count } });
}

/** Order 1 completes after a relay's crash, a consumer's crash, retries and a rebalance; order 2 is only placed. */
export function healthy(): Telling {
  const telling = new Telling();
  joining(telling);
  telling.wait(10).placed(1).accepted(1);
  const placed = telling.says('Order', 'OrderPlaced', 1);
  telling.wait(10).delivered('Payment', placed).does('Payment', 'payment', placed, 2400);
  const charged = telling.creates('Payment', 'CardCharged', 1, placed);
  telling.stores('Payment', placed, 0).commits('Payment', placed).wait(10);
  telling.publishes('Payment relay', charged).crashes('Payment relay').wait(10);
  telling.restarts('Payment relay').publishes('Payment relay', charged);
  telling.tell('outbox-marked', { by: 'Payment relay', order: 1, message: charged });
  passes(telling, 'Inventory', 2);
  telling.wait(10).delivered('Inventory', charged).does('Inventory', 'inventory', charged);
  const reserved = telling.creates('Inventory', 'StockReserved', 1, charged);
  telling.stores('Inventory', charged, 1).publishes('Inventory', reserved);
  passes(telling, 'Shipping', 3);
  telling.wait(10).delivered('Shipping', reserved);
  moves(telling, 'Shipping', -1, [0, 1]);
  moves(telling, 'Shipping', 1, [0, 1]);
  telling.wait(10).crashes('Shipping');
  telling.tell('member-expelled', { by: 'Shipping', numbers: { group: 3, generation: 1 } });
  rebalance(telling, 3, 2, 1);
  assign(telling, 'Shipping 2', 0, 2);
  assign(telling, 'Shipping 2', 1, 2);
  passes(telling, 'Shipping 2', 3);
  telling.wait(10).restarts('Shipping').delivered('Shipping 2', reserved, 2);
  moves(telling, 'Shipping 2', 1, [0, 1]);
  ships(telling, 'Shipping 2', reserved, 1);
  moves(telling, 'Shipping 2', 1, [1, 2]);
  const shipped = telling.creates('Shipping 2', 'OrderShipped', 1, reserved);
  telling.stores('Shipping 2', reserved, 2).publishes('Shipping 2', shipped);
  telling.commits('Shipping 2', reserved);
  passes(telling, 'Order', 2);
  for (const message of [charged, reserved, shipped]) telling.hears('Order', message);
  telling.ended(1, 'completed');
  return telling.placed(2).abandoned(2).drained();
}
