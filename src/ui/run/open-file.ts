/** Opens a scenario file of the reader's own. When it is wrong, its problems are shown and the present run stays. */
import { limits } from '../../scenario/index.ts';
import { readTextFile } from '../shell/read-file.ts';
import type { Wanted } from './asking.svelte.ts';
import type { Lab } from './lab.svelte.ts';
import { ownFile } from './opening.ts';

/** Whether it is open now. */
export async function openFile(lab: Lab, file: File, isWanted: Wanted): Promise<boolean> {
  const { run, notices } = lab;
  const read = await readTextFile(file, limits.textBytes);
  if (!isWanted()) return false;
  if (read.kind === 'problem') run.reject(read.problem);
  else if (await lab.aside.during(() => lab.open({ text: read.text, slug: ownFile }, isWanted))) {
    notices.tell(`${file.name} is open.`);
    return true;
  }
  const count = run.problems.length;
  if (count > 0)
    notices.say(
      `${file.name} has ${count} problem${count === 1 ? '' : 's'}. The present run stays.`,
    );
  return false;
}
