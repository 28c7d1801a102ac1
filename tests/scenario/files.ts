/** Scenario files that several tests read. */
import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'vitest';
import { readScenario, type Problem, type Scenario } from '../../src/scenario/index.ts';

const root = new URL('../../', import.meta.url);

/** The text of a file, by its path from the top of the project. */
export function fileText(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** The names in a folder, by its path from the top of the project. */
export function namesIn(folder: string): readonly string[] {
  return readdirSync(new URL(folder, root)).sort();
}

/** A small valid scenario that leaves out all that has a default. */
export const smallShop = fileText('tests/scenario/small-shop.json');

/** The scenario of a text that must be valid. */
export function scenarioOf(text: string): Scenario {
  const read = readScenario(text);
  expect(read).toMatchObject({ kind: 'scenario' });
  if (read.kind !== 'scenario') throw new Error('The text holds no valid scenario.');
  return read.scenario;
}

/** All problems of a text, none when it is valid. */
export function problemsOf(text: string): readonly Problem[] {
  const read = readScenario(text);
  return read.kind === 'problems' ? read.problems : [];
}

/** "code path" of each problem. */
export function inShort(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ code, path }) => `${code} ${path}`.trim());
}

/** What every problem owes its reader: a known code, a sentence, and a remedy, with nothing invisible in them. */
export function expectHelpful(problems: readonly Problem[]): void {
  for (const { code, path, message, fix } of problems) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(message).toMatch(/^["A-Z].{10,}\.$/);
    expect(fix).toMatch(/^["A-Z].{6,}[.?]$/);
    expect(path + message + fix).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}|undefined|\[object/u);
    expect((path + message + fix).length).toBeLessThan(2_000);
  }
}
