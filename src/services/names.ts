/** Names of states and machines made from the ids of a scenario. */

/** `credit-check` to `CreditCheck`. */
export function pascalCase(id: string): string {
  return id.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}
