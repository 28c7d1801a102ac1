/** Valid files become scenarios with every default filled in. */
import { describe, expect, test } from 'vitest';
import { readScenario, writeScenario } from '../../src/scenario/index.ts';
import { fileText, namesIn, scenarioOf, smallShop } from './files.ts';

describe('a scenario of the collection', () => {
  const texts = namesIn('scenarios').map((slug) => fileText(`scenarios/${slug}/scenario.json`));

  test.each(namesIn('scenarios'))('%s is accepted and survives being written', (slug) => {
    const text = fileText(`scenarios/${slug}/scenario.json`);
    const scenario = scenarioOf(text);
    expect(readScenario(writeScenario(scenario))).toEqual({ kind: 'scenario', scenario });
    expect(structuredClone(scenario)).toEqual(scenario);
  });

  test('has a title of its own', () => {
    const titles = texts.map((text) => scenarioOf(text).title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe('a field that is left out', () => {
  const shop = scenarioOf(smallShop);

  test('has its default at the top', () => {
    expect(shop.styles).toEqual(['choreography', 'orchestration', 'direct']);
    expect(shop).toMatchObject({ faults: [], readers: [], broker: { nodes: 1, settings: {} } });
    expect(shop.network.loss).toEqual({ in: 0, of: 1 });
    const bare = smallShop.replace('"summary": "Pay, then ship.",', '').replace('"seed": 3,', '');
    expect(scenarioOf(bare)).toEqual({ ...shop, summary: '', seed: 1 });
  });

  test('has its default in topics', () => {
    expect(shop.broker.topics[0]).toEqual({
      id: 'orders.events',
      partitions: 2,
      carries: 'events',
      maxPartitions: 0,
      replicas: 1,
      tombstones: [],
      settings: {},
    });
  });

  test('has its default in services and steps', () => {
    expect(shop.services[0]).toEqual({
      id: 'order',
      name: 'Order',
      instances: 1,
      delivery: 'at-least-once',
      inbox: false,
      outbox: false,
      relayPollMs: 20,
      threads: 8,
      maxInstances: 0,
      handling: 'in-turn',
      group: 'consumer',
      transactional: false,
      settings: {},
    });
    expect(shop.flow.steps[1]).toMatchObject({
      effect: { idempotencyKey: false },
      failure: { in: 0, of: 1 },
      retry: { attempts: 3, backoffMs: 100, factor: 2 },
    });
  });

  test('has its default in the workload and in faults', () => {
    expect(shop.workload).toEqual({
      orders: 20,
      arrivals: { kind: 'steady', everyMs: 200 },
      price: { min: 500, max: 9000 },
      quantity: { min: 1, max: 1 },
      key: 'order',
      customers: 10,
      hotCustomer: { in: 0, of: 1 },
      salt: 1,
      recordBytes: 1000,
      client: { deadlineMs: 2000, attempts: 5, backoffMs: 500 },
      calls: { deadlineMs: 1000, attempts: 3, backoffMs: 200 },
    });
    const crash = '{ "when": { "point": "after effect" }, "effect": { "kind": "crash" } }';
    const crashing = scenarioOf(
      smallShop.replace('"promises"', `"faults": [${crash}], "promises"`),
    );
    expect(crashing.faults).toEqual([
      {
        when: { point: 'after effect' },
        target: {},
        effect: { kind: 'crash', restartAfterMs: 2000 },
      },
    ]);
  });

  test('has the default of its own object when only a part of it is given', () => {
    const text = smallShop.replace('"price"', '"calls": { "attempts": 7 }, "price"');
    const { calls } = scenarioOf(text).workload;
    expect(calls).toEqual({ deadlineMs: 1000, attempts: 7, backoffMs: 200 });
  });
});

describe('an accepted file', () => {
  test('may name its schema for an editor', () => {
    const text = smallShop.replace('{', '{ "$schema": "../../public/scenario.schema.json",');
    expect(scenarioOf(text)).toEqual(scenarioOf(smallShop));
  });

  test('may write a whole number with an exponent or a fraction of nought', () => {
    const text = smallShop.replace('"orders": 20', '"orders": 2.0e1');
    expect(scenarioOf(text)).toEqual(scenarioOf(smallShop));
  });

  test('may carry accents, emoji and other scripts in what people read', () => {
    const title = 'Bücher & café, 書店 🚚';
    expect(scenarioOf(smallShop.replace('A small shop', title)).title).toBe(title);
  });

  test('may hold words in the past tense that end irregularly', () => {
    for (const fact of ['OrderSent', 'InvoicePaid', 'ParcelLost', 'RefundMade', 'OrderShut']) {
      scenarioOf(smallShop.replace('OrderShipped', fact));
    }
    for (const command of ['MarkOrderPaid', 'FeedCats', 'SpeedShipmentUp', 'ReadFeed']) {
      scenarioOf(smallShop.replace('ShipOrder', command));
    }
  });
});

describe('a cluster with readers', () => {
  const letter = '"deadLetter": { "afterAttempts": 3, "backoffMs": 50 }';
  const reader =
    '{ "id": "report", "name": "Report", "topics": ["orders.events", "orders.events.dead-letters"], "attached": false, "maxInstances": 2 }';
  const withReader = smallShop
    .replace('"name": "Shipping"', `"name": "Shipping", ${letter}`)
    .replace('"flow"', `"readers": [${reader}], "flow"`);
  const withFault = (fault: string) =>
    scenarioOf(withReader.replace('"promises"', `"faults": [${fault}], "promises"`)).faults[0];

  test('may read dead letters once a service gives records up', () => {
    expect(scenarioOf(withReader).readers[0]).toMatchObject({
      instances: 1,
      delivery: 'at-least-once',
      handling: 'in-turn',
    });
  });

  test.each([
    ['pause', '"kind": "pause", "forMs": 9'],
    ['block-poll', '"kind": "block-poll", "forMs": 9'],
    ['cut-off', '"kind": "cut-off", "forMs": 9'],
    ['rebalance', '"kind": "rebalance"'],
    ['scale', '"kind": "scale", "instances": 2'],
    ['attach', '"kind": "attach"'],
    ['crash', '"kind": "crash"'],
    ['set', '"kind": "set", "setting": "max.poll.records", "value": 1'],
  ])('may have a %s of a reader', (kind, effect) => {
    const fault = `{ "when": { "atMs": 5 }, "target": { "service": "report" }, "effect": { ${effect} } }`;
    expect(withFault(fault)).toMatchObject({ effect: { kind } });
  });

  test('may say with which one change it is mended', () => {
    const repair =
      '{ "promise": "charged-once", "set": ["services.shipping.inbox=true"], "text": "It remembers." }';
    const text = smallShop.replace('"workload"', `"repair": ${repair}, "workload"`);
    expect(scenarioOf(text).repair?.set).toEqual(['services.shipping.inbox=true']);
  });

  test('may ask for less than idempotence needs, as long as nobody asked for it', () => {
    const text = smallShop.replace(
      '"topics"',
      '"settings": { "acks": "1", "request.timeout.ms": 200000 }, "topics"',
    );
    expect(scenarioOf(text).broker.settings).toEqual({ acks: '1', 'request.timeout.ms': 200_000 });
  });
});
