/** Vectors of replication: cases told in prose, played on a partition. */
import type { Claim } from './replication-claims.ts';
import { readOutcomes } from './replication-outcomes.ts';
import { ReplicationStage, unknownSettings } from './replication-stage.ts';
import { playStep } from './replication-steps.ts';
import { caseRunner, fieldsOf, listOf, type Fields, type Tallying } from './vector-file.ts';

function isCase(value: unknown): boolean {
  const { setup, steps, expected } = fieldsOf(value);
  const isTold = listOf(steps).every((step) => typeof step === 'string');
  return (
    isTold && Array.isArray(steps) && [setup, expected].every((each) => each instanceof Object)
  );
}

/** Plays one case. What is not understood leaves out the case, or one field of what it expects. */
function runCase(fields: Fields, tally: Tallying): void {
  const name = String(fields['name']);
  const setup = fieldsOf(fields['setup']);
  const unknown = unknownSettings(setup);
  if (unknown.length > 0) return tally.leaveOut(`${name}: settings ${unknown.join(', ')}`);
  const stage = new ReplicationStage(setup);
  const claims: Claim[] = [];
  for (const step of listOf(fields['steps']).map(String)) {
    const reading = playStep(stage, step);
    if (reading === undefined) return tally.leaveOut(`${name}: the step "${step}"`);
    claims.push(...reading);
  }
  stage.flush();
  const outcomes = readOutcomes(stage, fieldsOf(fields['expected']));
  for (const field of outcomes.unread) tally.leaveOut(`${name}: what it expects as ${field}`);
  claims.push(...outcomes.claims);
  // A case counts once, whatever number of claims it makes; the first that is wrong is told.
  const differs = ({ actual, wanted }: Claim) => JSON.stringify(actual) !== JSON.stringify(wanted);
  const wrong = claims.find(differs);
  if (wrong !== undefined) tally.expect(`${name}, ${wrong.what}`, wrong.actual, wrong.wanted);
  else if (claims.length > 0) tally.expect(name, true, true);
}

/** Plays cases of replication and acknowledgement. */
export const replication = caseRunner({
  name: 'replication and acknowledgements',
  isCase,
  runCase,
});
