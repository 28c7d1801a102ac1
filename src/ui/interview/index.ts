/** The face of the interview room: all that the page loads when an interview is opened. */
import { newLab } from '../lab/index.ts';
import type { Learning } from '../learning/learning.svelte.ts';
import type { Theme } from '../shell/theme.svelte.ts';
import { bodyOf } from './interview-bodies.ts';
import { InterviewKeeper } from './keeper.ts';
import { InterviewRoom } from './room.svelte.ts';

export { default as InterviewPage } from './InterviewPage.svelte';
export type { InterviewRoom };

/** Opens an interview where it was left in this tab, in the lab of the one before it or in a new one; undefined when there is none of that name. */
export async function openInterview(
  id: string,
  page: { readonly theme: Theme; readonly learning: Learning },
  before?: InterviewRoom,
): Promise<InterviewRoom | undefined> {
  const body = await bodyOf(id);
  if (body === undefined) return undefined;
  const { interview, scenario } = body;
  const { learning } = page;
  const kept = (await learning.open())?.interviews;
  const keeper = new InterviewKeeper(interview, {
    kept,
    done: () => learning.interviews,
    problem: () => (kept === undefined ? notAtHand : learning.problem),
  });
  before?.close();
  return new InterviewRoom(interview, before?.lab ?? newLab(page.theme), {
    base: scenario,
    keeper,
  });
}

const notAtHand =
  'What you do here is not kept: the part of Baton that keeps it could not be loaded.';
