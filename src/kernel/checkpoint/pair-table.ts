/** A table from pairs of whole numbers to values, whose checkpoints share what did not change. */
import { FewMap } from './few-map.ts';
import type { Scribe } from './scribe.ts';
import { Table } from './table.ts';

/** The first number is one of few, the second one of many that lie close together, from 0 up. Values are immutable. */
export class PairTable<V> {
  readonly #tables = new FewMap<Table<V>>();

  /** The value of a pair, `undefined` where there is none. */
  get(first: number, second: number): V | undefined {
    return this.#tables.get(first)?.get(second);
  }

  has(first: number, second: number): boolean {
    return this.get(first, second) !== undefined;
  }

  set(first: number, second: number, value: V): void {
    let table = this.#tables.get(first);
    if (table === undefined) {
      table = new Table();
      this.#tables.set(first, table);
    }
    table.set(second, value);
  }

  transcribe(scribe: Scribe): void {
    scribe.map(this.#tables, (now) => {
      const table = now ?? new Table<V>();
      scribe.memento(table);
      return table;
    });
  }
}
