/** Chooses where to keep: the first store that can be read, or memory when the browser forbids them all. */
import type { Problem } from '../../scenario/index.ts';
import { attempt } from './attempt.ts';
import type { Backend } from './backend.ts';
import { MemoryBackend } from './memory-backend.ts';

/**
 * The first backend that answers. It is only asked to read: a full store that can be read is still the right
 * one. With memory comes the problem to tell: work goes on, and is not saved. Never throws.
 */
export async function firstWorking(
  candidates: readonly (() => Backend)[],
): Promise<{ readonly backend: Backend; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  for (const candidate of candidates) {
    const opened = await attempt('', async () => {
      const backend = candidate();
      await backend.keys();
      return backend;
    });
    if (opened.kind === 'done') return { backend: opened.value, problems: [] };
    problems.push(opened.problem);
  }
  return { backend: new MemoryBackend(), problems };
}
