/** What the checkers of business promises share: names, and the accounts that are kept once for all of them. */
import type { Scenario } from '../../scenario/index.ts';
import type { Cast } from '../../trace/index.ts';
import type { Accounts } from '../folds/accounts.ts';
import type { Effects } from '../folds/effects.ts';
import type { Orders } from '../folds/orders.ts';
import type { Phrases } from '../phrases.ts';

/** The accounts of one world. They take in each row before the checkers do. */
export interface Books {
  readonly scenario: Scenario;
  readonly cast: Cast;
  readonly orders: Orders;
  readonly effects: Effects;
  readonly phrases: Phrases;
  /** What is known of logs, groups, processes and settings; kept only for those who ask. */
  readonly accounts: Accounts;
}

/** The group of a service or a reader by its id, -1 when it hears no topic in this style. */
export function groupOf(cast: Cast, id: string): number {
  return cast.services.find((each) => each.id === id)?.group ?? -1;
}

/** The index of a step that has an effect, -1 for one that has none. */
export function effectiveStep(cast: Cast, id: string): number {
  return cast.steps.findIndex((step) => step.id === id && step.effect !== 'none');
}

/** The indexes of those steps that have an effect: of the others nothing can be in force. */
export function effectiveSteps(cast: Cast, ids: readonly string[]): readonly number[] {
  return ids.map((id) => effectiveStep(cast, id)).filter((step) => step >= 0);
}
