/** The interviews themselves, each loaded when it is asked for. */
import bodies from 'virtual:interview-bodies';
import type { Interview } from '../../interview/index.ts';

/** An interview, and the text of its board's scenario. */
export interface InterviewBody {
  readonly interview: Interview;
  readonly scenario: string;
}

/** The interview of this id; undefined when there is none. */
export async function bodyOf(id: string): Promise<InterviewBody | undefined> {
  const load = Object.hasOwn(bodies, id) ? bodies[id] : undefined;
  return load && (JSON.parse((await load()).default) as InterviewBody);
}
