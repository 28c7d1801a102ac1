/** Vectors of Kafka's partition assignors: one group, one deal. */
import { assignors } from '../../broker/index.ts';
import { clusterOf, expectedOf, isAssignorName, membersOf, named } from './assignor-group.ts';
import { brokenInvariants } from './assignor-invariants.ts';
import { Tallying, fieldsOf, listOf, type VectorRunner } from './vector-file.ts';

function isCase(value: unknown): boolean {
  const { assignor, topics, members, expected } = fieldsOf(value);
  return (
    typeof assignor === 'string' &&
    [topics, members, expected].every((each) => typeof each === 'object' && each !== null)
  );
}

/** Deals each group anew. A file that says how to use it, not how to compare it, holds for its invariants only. */
export const assignorCases: VectorRunner = {
  name: 'partitions to the members of a group',
  recognises: (file) => {
    const cases = listOf(fieldsOf(file)['cases']);
    return cases.length > 0 && cases.every(isCase);
  },
  run: (file) => {
    const { cases, compare, use } = fieldsOf(file);
    const isExact = compare !== undefined || use === undefined;
    const tally = new Tallying();
    listOf(cases).forEach((each, index) => {
      const { test, assignor, topics, members, expected } = fieldsOf(each);
      const name = `case ${index + 1}, ${String(assignor)}${typeof test === 'string' ? `, ${test}` : ''}`;
      if (!isAssignorName(assignor)) {
        tally.leaveOut(`${name}: nothing here models this assignor`);
        return;
      }
      const group = { assignor, cluster: clusterOf(topics), members: membersOf(members) };
      const assignment = assignors[assignor](group.cluster, group.members);
      if (isExact) tally.expect(name, named(assignment), expectedOf(expected));
      else tally.expect(name, brokenInvariants({ ...group, assignment }), []);
    });
    return tally.done();
  },
};
