/** The catalogue of what can be wrong with a scenario file, and the list in which problems are collected. */
import type { Problem } from './format.ts';
import { limits } from './limits.ts';

/** Every code with the mistake that it stands for. */
export const problemCodes = {
  // The text.
  'empty-file': 'The text holds nothing.',
  'too-large': 'The text is larger than a scenario may be.',
  'byte-order-mark': 'The text begins with an invisible byte order mark.',
  'not-json': 'The text is not JSON.',
  comment: 'The text holds a comment, which JSON does not have.',
  'trailing-comma': 'A comma stands before a closing bracket.',
  'duplicate-key': 'An object has the same field twice.',
  'forbidden-key': 'A field has a name with a meaning in JavaScript.',
  'too-deep': 'Objects and lists are nested too deeply.',
  'too-many-values': 'The text holds too many values.',
  'too-many-problems': 'There are more problems than are told.',
  // The shape.
  'wrong-type': 'A value is of the wrong type.',
  'wrong-version': 'The file is of another version of the format.',
  'unknown-field': 'An object has a field that the format does not know.',
  'missing-field': 'An object lacks a field.',
  'not-one-of': 'A word is none of those that are allowed.',
  'number-too-big': 'A number is larger than can be held exactly.',
  'not-whole': 'A number has a fraction where a whole one is needed.',
  'out-of-range': 'A number is smaller or larger than allowed.',
  'bad-id': 'An id is not written as ids are.',
  'bad-message-name': 'A name of a message is not written as such names are.',
  'text-too-long': 'A text is longer than allowed.',
  'blank-text': 'A text says nothing.',
  'unsafe-characters': 'A text holds invisible or direction-changing characters.',
  'too-many': 'A list has too many entries.',
  'too-few': 'A list has too few entries.',
  'repeated-entry': 'A list names the same thing twice.',
  'unknown-setting': 'A broker setting is not one of those that are simulated.',
  // The meaning.
  'duplicate-id': 'Two things of a kind have the same id.',
  'reserved-id': 'An id is one that the simulator gives to something itself.',
  'unknown-service': 'A service is named that does not exist.',
  'unknown-reader': 'A reader is named that does not exist.',
  'unknown-topic': 'A topic is named that does not exist.',
  'unknown-partition': 'A partition is named that its topic does not have.',
  'unknown-node': 'A node is named that the cluster does not have.',
  'unknown-promise': 'A promise is named that does not exist.',
  'unknown-step': 'A step is named that does not exist.',
  'unknown-message': 'A message is named that nobody sends.',
  'unknown-instance': 'An instance is named that its service does not have.',
  'unknown-order': 'An order is named that the workload does not place.',
  'step-after-itself': 'A step waits for itself.',
  'cyclic-flow': 'Steps wait for each other in a circle.',
  'misplaced-message': 'A topic names a message that it cannot carry, or that another one carries.',
  'topic-never-used': 'A topic would never be given a message.',
  'missing-topic': 'A style needs a topic that does not exist.',
  'too-many-partitions': 'All topics together have too many partitions.',
  'too-few-nodes': 'The cluster has fewer nodes than are needed.',
  'setting-conflict': 'Settings do not go together.',
  'switch-conflict': 'Switches of a service or a reader do not go together.',
  'missing-key': 'Records have no key where one is needed.',
  'duplicate-message': 'Two messages have the same name.',
  'fact-not-past': 'A fact is named like a command.',
  'command-not-imperative': 'A command is named like a fact.',
  'missing-refused': 'A step can refuse, and has no fact that says so.',
  'missing-expired': 'A step has a timeout, and the flow has no fact for a passed deadline.',
  'missing-compensation': 'An effect may have to be taken back, and cannot be.',
  'compensation-without-effect': 'A compensation has nothing to take back.',
  'missing-stock': 'A step takes stock, and there is none.',
  'second-stock': 'A second step takes stock.',
  'key-on-local-effect': 'A local effect has an idempotency key, which nobody would read.',
  'reversed-range': 'A range begins above its end.',
  'impossible-chance': 'A chance is greater than certainty.',
  'endless-retry': 'The waits between tries grow without reason.',
  'fault-needs': 'A fault lacks a field without which it cannot strike.',
  'fault-conflict': 'Fields of a fault do not go together.',
  'fault-elsewhere': 'A fault waits at a point that its target never passes.',
  'beyond-most': 'A fault asks for more instances or partitions than there can be.',
  'too-many-orders': 'All orders together are too many.',
  'promise-without-effect': 'A promise speaks of an effect that its step does not have.',
  'promise-against-group': 'A promise asks for what a share group does not give.',
  'bad-repair': 'With its repair, the file would be wrong.',
  // One value set from outside.
  'bad-assignment': 'An assignment is not written as path=value.',
  'unknown-path': 'A path leads to nothing.',
} as const;

/** A kind of mistake. */
export type ProblemCode = keyof typeof problemCodes;

/** Collects problems in the order in which they are found. */
export class ProblemList {
  readonly #told: Problem[] = [];
  #count = 0;

  /** How many were found, told or not. */
  get count(): number {
    return this.#count;
  }

  /** Whether another one would only be counted, so that its remedy need not be worked out. */
  get full(): boolean {
    return this.#count >= limits.problems;
  }

  /** Adds one. Past the limit it is only counted, so that a hostile file cannot fill the page. */
  add(problem: Problem & { readonly code: ProblemCode }): void {
    this.#count += 1;
    if (this.#count <= limits.problems) this.#told.push(problem);
  }

  /** All problems; the last one says so when there were more. */
  all(): readonly Problem[] {
    const more = this.#count - this.#told.length;
    if (more <= 0) return [...this.#told];
    const code: ProblemCode = 'too-many-problems';
    const message = `There are ${more} more problems than these ${this.#told.length}.`;
    return [...this.#told, { code, path: '', message, fix: 'Mend these first and check again.' }];
  }
}
