/** The history checker itself: each anomaly is found in a history that shows it, and not in one that comes close. */
import { describe, expect, test } from 'vitest';
import { checkHistory, historyChecks, sentenceOf, type Anomaly } from '../../src/promises/index.ts';
import { healthy } from './healthy.ts';
import { soils } from './soils.ts';
import { Telling } from './telling.ts';
import { toldHistories } from './told-histories.ts';
import { scenarioOf, type Choices } from './world.ts';

function found(telling: Telling, choices: Choices = {}): readonly Anomaly[] {
  return checkHistory(telling.trace(), scenarioOf(choices), telling.cast);
}

describe('the history checker', () => {
  test('knows each anomaly by its name, with a sentence, a formula and a precondition', () => {
    expect(new Set(historyChecks.map(({ name }) => name)).size).toBe(historyChecks.length);
    for (const { sentence, formula, precondition } of historyChecks) {
      for (const words of [sentence, formula, precondition]) expect(words).toMatch(/^.+\.$/);
    }
    const told = new Set(toldHistories.map(({ name }) => name));
    expect(historyChecks.map(({ name }) => name).filter((name) => !told.has(name))).toEqual([]);
  });

  test.each(toldHistories)('finds $name where $what', (each) => {
    const { name, tell, choices, sentence, allowed, witnesses } = each;
    const anomaly = found(tell(), choices).find((one) => one.name === name);
    expect(sentenceOf(anomaly?.why ?? [])).toMatch(sentence);
    expect(anomaly?.allowed).toMatch(allowed ?? /^$/);
    expect(anomaly?.witness).toHaveLength(witnesses);
    for (const { words, rows } of anomaly?.why ?? []) expect(rows, words).not.toEqual([]);
  });

  test.each(toldHistories)(
    'finds no $name when it is not so that $what',
    ({ name, without, choices }) => {
      const names = found(without(), choices).map((one) => one.name);
      expect(names).not.toContain(name);
    },
  );

  test('finds nothing that must not happen in healthy traces', () => {
    expect(found(healthy()).filter(({ allowed }) => allowed === '')).toEqual([]);
    for (const soil of Object.values(soils)) {
      const { telling, choices } = soil();
      expect(found(telling, choices).filter(({ allowed }) => allowed === '')).toEqual([]);
    }
  });

  test('puts what must not happen first', () => {
    const telling = new Telling();
    for (const order of [1, 3, 5]) telling.says('Order', 'OrderPlaced', order);
    telling.assigned('Payment').delivered('Payment', 1).delivered('Payment', 0);
    const anomalies = found(telling);
    expect(anomalies.map(({ name, allowed }) => [name, allowed === ''])).toEqual([
      ['nonmonotonic-poll', true],
      ['unseen', false],
    ]);
  });
});
