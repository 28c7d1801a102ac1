/** Reads scenario files: the text, then its shape, then its meaning, each with all of its problems at once. */
import { fault as faultShape, faults as faultsShape } from './description/faults.ts';
import { scenario as scenarioShape } from './description/scenario.ts';
import type { Fault, Problem, Scenario } from './format.ts';
import { limits } from './limits.ts';
import { checkFaults } from './meaning/faults.ts';
import { checkMeaning } from './meaning/meaning.ts';
import { checkRepair } from './meaning/repair.ts';
import { sceneOf } from './meaning/scene.ts';
import { ProblemList } from './problems.ts';
import { readText } from './read-text.ts';

/** All that is wrong with a file. */
export interface Refused {
  readonly kind: 'problems';
  readonly problems: readonly Problem[];
}

/**
 * The scenario that a text describes, with every default filled in, or all that is wrong with it.
 * Never throws, whatever the text.
 */
export function readScenario(
  text: string,
): { readonly kind: 'scenario'; readonly scenario: Scenario } | Refused {
  const problems = new ProblemList();
  const scenario = readMeaningful(text, problems);
  if (scenario === undefined || problems.count > 0) return refused(problems);
  checkRepair(scenario, { text, problemsOf }, problems);
  return problems.count > 0 ? refused(problems) : { kind: 'scenario', scenario };
}

/** The scenario of a text, and all that is wrong with it apart from its repair. */
function readMeaningful(text: string, problems: ProblemList): Scenario | undefined {
  const json = readText(text, problems);
  const scenario = json === undefined ? undefined : scenarioShape.read(json, '', problems);
  // The meaning of what is not whole cannot be judged.
  if (scenario !== undefined && problems.count === 0) checkMeaning(scenario, problems);
  return scenario;
}

function problemsOf(text: string): readonly Problem[] {
  const problems = new ProblemList();
  readMeaningful(text, problems);
  return problems.all();
}

/**
 * Further faults for a checked scenario, from a text that holds one fault or a list of them, or all that is
 * wrong with them. Never throws, whatever the text.
 */
export function readFaults(
  text: string,
  scenario: Scenario,
): { readonly kind: 'faults'; readonly faults: readonly Fault[] } | Refused {
  const problems = new ProblemList();
  const json = readText(text, problems);
  if (json === undefined) return refused(problems);
  const isList = Array.isArray(json);
  const faults = isList
    ? faultsShape.read(json, '', problems)
    : [faultShape.read(json, '', problems)].filter((fault) => fault !== undefined);
  if (faults === undefined || problems.count > 0) return refused(problems);
  const all = scenario.faults.length + faults.length;
  if (all > limits.faults) {
    const message = `With those of the scenario there are ${all} faults.`;
    const fix = `Keep at most ${limits.faults} in all.`;
    problems.add({ code: 'too-many', path: '', message, fix });
  }
  const pathOf = (index: number) => (isList ? `[${index}]` : '');
  checkFaults(sceneOf(scenario), { faults, earlier: scenario.faults, pathOf }, problems);
  return problems.count > 0 ? refused(problems) : { kind: 'faults', faults };
}

function refused(problems: ProblemList): Refused {
  return { kind: 'problems', problems: problems.all() };
}
