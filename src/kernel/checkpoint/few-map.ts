/** A map from whole numbers for a few entries at a time. Looking through a handful of numbers costs less than hashing one, and coming and going leaves nothing to clear up. */

/** With more entries than this their places are kept in a map of its own. */
const few = 8;

/** Keeps the order in which keys were set first, as `Map` does. */
export class FewMap<V> {
  readonly #keys: number[] = [];
  readonly #values: V[] = [];
  /** Of each key its place, while there are many: made anew after one has gone. No checkpoint holds it. */
  #places: Map<number, number> | undefined;

  get size(): number {
    return this.#keys.length;
  }

  /** All keys, in their order. A live view: it must not be kept while entries come and go. */
  keys(): readonly number[] {
    return this.#keys;
  }

  /** All values, in the order of their keys. A live view, as `keys` is. */
  values(): readonly V[] {
    return this.#values;
  }

  has(key: number): boolean {
    return this.#placeOf(key) >= 0;
  }

  get(key: number): V | undefined {
    const at = this.#placeOf(key);
    return at < 0 ? undefined : this.#values[at];
  }

  set(key: number, value: V): this {
    const at = this.#placeOf(key);
    if (at >= 0) {
      this.#values[at] = value;
      return this;
    }
    this.#places?.set(key, this.#keys.length);
    this.#keys.push(key);
    this.#values.push(value);
    return this;
  }

  /** Takes an entry out; tells whether there was one. */
  delete(key: number): boolean {
    const at = this.#placeOf(key);
    if (at < 0) return false;
    const keys = this.#keys;
    const values = this.#values;
    const last = keys.length - 1;
    for (let next = at; next < last; next++) {
      keys[next] = keys[next + 1] as number;
      values[next] = values[next + 1] as V;
    }
    keys.pop();
    values.pop();
    this.#places = undefined;
    return true;
  }

  clear(): void {
    this.#keys.length = 0;
    this.#values.length = 0;
    this.#places = undefined;
  }

  *[Symbol.iterator](): IterableIterator<[number, V]> {
    for (let at = 0; at < this.#keys.length; at++)
      yield [this.#keys[at] as number, this.#values[at] as V];
  }

  #placeOf(key: number): number {
    const keys = this.#keys;
    if (keys.length > few) return this.#placeAmongMany(key);
    for (let at = 0; at < keys.length; at++) if (keys[at] === key) return at;
    return -1;
  }

  #placeAmongMany(key: number): number {
    this.#places ??= new Map(this.#keys.map((each, at) => [each, at]));
    return this.#places.get(key) ?? -1;
  }
}
