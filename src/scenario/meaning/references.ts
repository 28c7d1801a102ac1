/** Whether what is named exists. */
import type { ProblemList } from '../problems.ts';
import { alternatives, didYouMean, quote } from '../wording.ts';
import type { Scene } from './scene.ts';

/** Tells when no service has this id. */
export function checkService(scene: Scene, id: string, place: Place): void {
  if (scene.services.has(id)) return;
  const message = `There is no service ${quote(id)}.`;
  place.problems.add({
    code: 'unknown-service',
    path: place.path,
    message,
    fix: remedy(id, scene.services),
  });
}

/** Tells when neither a service nor a reader has this id. */
export function checkGroup(scene: Scene, id: string, { path, problems }: Place): void {
  if (scene.groups.has(id)) return;
  const message = `There is no service and no reader ${quote(id)}.`;
  problems.add({ code: 'unknown-service', path, message, fix: remedy(id, scene.groups) });
}

/** Tells when no reader has this id. */
export function checkReader(scene: Scene, id: string, { path, problems }: Place): void {
  if (scene.readers.has(id)) return;
  const message = `There is no reader ${quote(id)}.`;
  const fix = scene.readers.size === 0 ? 'Add it to "readers".' : remedy(id, scene.readers);
  problems.add({ code: 'unknown-reader', path, message, fix });
}

/** Tells when no topic has this name. */
export function checkTopicName(scene: Scene, id: string, { path, problems }: Place): void {
  if (scene.topics.has(id)) return;
  const message = `There is no topic ${quote(id)}.`;
  const fix = scene.topics.size === 0 ? 'Add it to "broker.topics".' : remedy(id, scene.topics);
  problems.add({ code: 'unknown-topic', path, message, fix });
}

/** Tells when no step has this id. */
export function checkStep(scene: Scene, id: string, place: Place): void {
  if (scene.steps.has(id)) return;
  const message = `There is no step ${quote(id)}.`;
  place.problems.add({
    code: 'unknown-step',
    path: place.path,
    message,
    fix: remedy(id, scene.steps),
  });
}

/** Where a reference stands, and who hears of it. */
export interface Place {
  readonly path: string;
  readonly problems: ProblemList;
}

function remedy(id: string, known: ReadonlyMap<string, unknown>): string {
  const ids = [...known.keys()];
  return `${didYouMean(id, ids)}Write ${alternatives(ids.map(quote))}.`;
}
