/** Whether a scenario of the right shape makes sense: every check, so that all problems come at once. */
import type { Scenario } from '../format.ts';
import type { ProblemList } from '../problems.ts';
import { checkAmounts } from './amounts.ts';
import { checkBroker } from './broker.ts';
import { checkEffects, checkPivots } from './effects.ts';
import { checkFaults } from './faults.ts';
import { checkIds } from './ids.ts';
import { checkKeys } from './keys.ts';
import { checkMessages } from './messages.ts';
import { checkOrderOfSteps } from './order-of-steps.ts';
import { checkPromises } from './promises.ts';
import { checkReaders } from './readers.ts';
import { sceneOf } from './scene.ts';
import { checkShareGroups } from './share-groups.ts';
import { checkSettings } from './settings.ts';
import { checkSwitches } from './switches.ts';
import { checkTopics } from './topics.ts';

/** Tells all that does not make sense. */
export function checkMeaning(scenario: Scenario, problems: ProblemList): void {
  const scene = sceneOf(scenario);
  checkIds(scene, problems);
  checkOrderOfSteps(scene, problems);
  if (problems.count === 0) checkPivots(scene, problems);
  checkBroker(scenario, problems);
  checkTopics(scene, problems);
  checkKeys(scene, problems);
  checkSettings(scenario, problems);
  checkSwitches(scenario, problems);
  checkShareGroups(scene, problems);
  checkReaders(scene, problems);
  checkMessages(scene, problems);
  checkEffects(scene, problems);
  checkAmounts(scenario, problems);
  const pathOf = (index: number) => `faults[${index}]`;
  checkFaults(scene, { faults: scenario.faults, earlier: [], pathOf }, problems);
  checkPromises(scene, problems);
}
