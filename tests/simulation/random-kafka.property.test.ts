/** Random worlds: whatever is set and whatever goes wrong, the engine keeps its own rules. `RANDOM_KAFKA_SEEDS` says how many (30). */
import { describe, expect, test } from 'vitest';
import { randomWorldsKeepTheRules } from '../evidence/random-kafka.ts';
import { historyChecks } from '../../src/promises/index.ts';
import { features, randomKafka } from '../support/random-kafka.ts';

const seeds = Number(process.env['RANDOM_KAFKA_SEEDS'] ?? 30);

describe('random worlds on Kafka', () => {
  const { complaints, figures } = randomWorldsKeepTheRules(seeds);

  test('keep every rule of the engine', () => {
    expect(complaints).toEqual([]);
  });

  test('have every feature somewhere', () => {
    const missing = features.filter((feature) => (figures[feature] ?? 0) === 0);
    expect(missing).toEqual([]);
  });

  test('reach most misbehaviours', () => {
    const reached = Object.entries(figures).filter(
      ([name, times]) => /^\d+ /.test(name) && times > 0,
    );
    expect(reached.length).toBeGreaterThanOrEqual(14);
  });

  test('show anomalies of the history, and only such as Kafka allows', () => {
    const shown = historyChecks.filter(({ name }) => (figures[name] ?? 0) > 0);
    expect(shown.length).toBeGreaterThanOrEqual(6);
  });

  test('are the same for the same seed', () => {
    expect(randomKafka(7)).toEqual(randomKafka(7));
    expect(randomKafka(7).scenario).not.toEqual(randomKafka(8).scenario);
  });
});
