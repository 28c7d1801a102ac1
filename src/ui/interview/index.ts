/** The face of the interview room: all that the page loads when an interview is opened. */
import bodies from 'virtual:interview-bodies';
import type { Interview } from '../../interview/index.ts';
import { newLab } from '../lab/index.ts';
import type { Theme } from '../shell/theme.svelte.ts';
import { InterviewRoom } from './room.svelte.ts';

export { default as InterviewPage } from './InterviewPage.svelte';
export type { InterviewRoom };

/** Opens an interview, in the lab of the one before it or in a new one; undefined when there is none of that name. */
export async function openInterview(
  id: string,
  theme: Theme,
  before?: InterviewRoom,
): Promise<InterviewRoom | undefined> {
  const load = Object.hasOwn(bodies, id) ? bodies[id] : undefined;
  if (load === undefined) return undefined;
  const { interview, scenario } = JSON.parse((await load()).default) as {
    readonly interview: Interview;
    readonly scenario: string;
  };
  before?.close();
  return new InterviewRoom(interview, before?.lab ?? newLab(theme), scenario);
}
