/** What stands half made in a form of a round: kept in this tab, so that a reload brings it back. What is made whole goes to the round. */

/** What a form's fields hold, by their names. */
export type Fields = Readonly<Record<string, string>>;

const prefix = 'baton-half-made:';
/** No field of a form holds more letters. */
const longest = 400;

/** The fields of one form. */
export class HalfMade<F extends Fields> {
  readonly #place: string;
  readonly #blank: F;
  #fields: F = $state.raw() as F;

  /** `place` names the form: interview, round, and which of its forms. */
  constructor(place: readonly (string | number)[], blank: F) {
    this.#place = prefix + place.join(' ');
    this.#blank = blank;
    this.#fields = this.#kept();
  }

  get fields(): F {
    return this.#fields;
  }

  /** Takes what was chosen in some of the fields. */
  take(some: Partial<F>): void {
    this.#fields = { ...this.#fields, ...some };
    try {
      sessionStorage.setItem(this.#place, JSON.stringify(this.#fields));
    } catch {
      // A browser may forbid it, or have no room: then a reload begins the form anew.
    }
  }

  /** Begins anew, because it was made whole. */
  clear(): void {
    this.#fields = this.#blank;
    try {
      sessionStorage.removeItem(this.#place);
    } catch {
      // As above.
    }
  }

  /** Of what this tab remembers, only what such a form can hold. */
  #kept(): F {
    try {
      const kept: unknown = JSON.parse(sessionStorage.getItem(this.#place) ?? '{}');
      if (typeof kept !== 'object' || kept === null) return this.#blank;
      const known = kept as Readonly<Record<string, unknown>>;
      const fields = Object.entries(this.#blank).map(([name, blank]) => {
        const value = known[name];
        return [name, typeof value === 'string' && value.length <= longest ? value : blank];
      });
      return Object.fromEntries(fields) as F;
    } catch {
      return this.#blank;
    }
  }
}
