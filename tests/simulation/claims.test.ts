/** The claims of the built-in scenarios over a few seeds each; `npm run evidence` asks the same over hundreds. */
import { describe, expect, test } from 'vitest';
import { readdirSync } from 'node:fs';
import { styles } from '../../src/trace/index.ts';
import {
  atMostOnceLoses,
  holdsOnALossyNetwork,
  holdsUnderCrashes,
  holdsWhenEveryFirstDeliveryCrashes,
  naiveShipsTwice,
  onlyAKeySavesAnOutsideEffect,
  scenariosKeepTheirPromises,
} from '../evidence/claims.ts';

const slugs = readdirSync('scenarios');

describe('claims', () => {
  test('every built-in scenario drains and keeps its promises in every style', () => {
    expect(scenariosKeepTheirPromises(1, slugs, styles).complaints).toEqual([]);
  });

  test('with inbox and outbox, crashes at every named point deliver twice and break nothing', () => {
    expect(holdsUnderCrashes(10).complaints).toEqual([]);
  });

  test('even crashing at the first delivery of every record breaks nothing', () => {
    expect(holdsWhenEveryFirstDeliveryCrashes(1).complaints).toEqual([]);
  });

  test('without inbox and outbox, a crash after the work and before the commit ships twice in both styles', () => {
    expect(naiveShipsTwice(10).complaints).toEqual([]);
  });

  test('only an idempotency key saves an effect at an outside party', () => {
    expect(onlyAKeySavesAnOutsideEffect(6).complaints).toEqual([]);
  });

  test('a network that loses one in thirty breaks nothing', () => {
    expect(holdsOnALossyNetwork(8, 30).complaints).toEqual([]);
  });

  test('committing before the work loses what a crash interrupts, unless a saga asks again', () => {
    expect(atMostOnceLoses(10).complaints).toEqual([]);
  });
});
