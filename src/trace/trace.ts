/** The trace of one run: append-only columns of numbers in sealed chunks. Nothing that was told is ever changed. */
import { code, kinds, vocabulary, type Kind, type TraceEvent } from './vocabulary.ts';

const chunkRows = 8192;
/** The first chunk grows from here: a short run, of which a hunt makes thousands, need not clear a whole one. */
const firstRows = 4096;

/** The columns of a stretch of rows; transferable between threads. */
export interface Columns {
  readonly time: Float64Array;
  readonly kind: Uint8Array;
  readonly actor: Int16Array;
  readonly order: Int32Array;
  readonly message: Int32Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly c: Float64Array;
  readonly cause: Int32Array;
}

/** A run of rows on its way from the worker to the page. */
export interface Rows {
  /** Index of the first row. */
  readonly first: number;
  readonly count: number;
  readonly columns: Columns;
}

/** Bytes that one row takes in the columns. */
export const bytesPerRow = 8 + 1 + 2 + 4 + 4 + 8 * 3 + 4;

/** Columns in one buffer, the widest first so that each begins where its numbers may: one piece of memory is had and handed over faster than nine. */
function newColumns(rows: number): Columns {
  const buffer = new ArrayBuffer(rows * bytesPerRow);
  return {
    time: new Float64Array(buffer, 0, rows),
    kind: new Uint8Array(buffer, 46 * rows, rows),
    actor: new Int16Array(buffer, 44 * rows, rows),
    order: new Int32Array(buffer, 32 * rows, rows),
    message: new Int32Array(buffer, 36 * rows, rows),
    a: new Float64Array(buffer, 8 * rows, rows),
    b: new Float64Array(buffer, 16 * rows, rows),
    c: new Float64Array(buffer, 24 * rows, rows),
    cause: new Int32Array(buffer, 40 * rows, rows),
  };
}

/** The columns' buffers, to hand to `postMessage` as transferables. */
export function buffersOf(rows: Rows): ArrayBuffer[] {
  const buffers = Object.values(rows.columns).map(
    (column: Columns[keyof Columns]) => column.buffer as ArrayBuffer,
  );
  return [...new Set(buffers)];
}

/** What a checkpoint of a trace holds: all chunks, and how many rows of them count. Rows that were told are never changed, so nothing is copied. */
export interface TraceCheckpoint {
  readonly chunks: readonly Columns[];
  readonly length: number;
}

/** Writes and reads one run. */
export class Trace {
  #chunks: Columns[] = [];
  #length = 0;
  #tail: Columns | undefined;
  /** How many rows the chunks have room for in all. */
  #room = 0;
  /** Chunks of a worn trace that are not written over yet, in their order. No checkpoint holds it. */
  readonly #worn: Columns[];

  /** @param worn a trace that nobody reads any more: its rows are written over. Who tells thousands of runs, one after the other, needs memory for one. */
  constructor(worn?: Trace) {
    this.#worn = worn === undefined ? [] : [...worn.#chunks, ...worn.#worn];
  }

  /** How many rows were told so far. */
  get length(): number {
    return this.#length;
  }

  /** The instant of the last row in microseconds, 0 for an empty trace. */
  get endTime(): number {
    return this.#length === 0 ? 0 : this.time(this.#length - 1);
  }

  /** Tells one row and returns its index. */
  append(
    kind: number,
    time: number,
    actor: number,
    order: number,
    message: number,
    a: number,
    b: number,
    c: number,
    cause: number,
  ): number {
    const row = this.#length;
    if (row === this.#room) this.#makeRoom();
    const at = row % chunkRows;
    const tail = this.#tail as Columns;
    tail.time[at] = time;
    tail.kind[at] = kind;
    tail.actor[at] = actor;
    tail.order[at] = order;
    tail.message[at] = message;
    tail.a[at] = a;
    tail.b[at] = b;
    tail.c[at] = c;
    tail.cause[at] = cause;
    this.#length = row + 1;
    return row;
  }

  /** The code of a row's kind. */
  kind(row: number): number {
    return this.#chunk(row).kind[row % chunkRows] as number;
  }
  /** The instant of a row in microseconds. */
  time(row: number): number {
    return this.#chunk(row).time[row % chunkRows] as number;
  }
  /** The acting process: its index in the cast. */
  actor(row: number): number {
    return this.#chunk(row).actor[row % chunkRows] as number;
  }
  /** The order number, -1 for none. */
  order(row: number): number {
    return this.#chunk(row).order[row % chunkRows] as number;
  }
  /** The message number, -1 for none. */
  message(row: number): number {
    return this.#chunk(row).message[row % chunkRows] as number;
  }
  /** The first number of the row's kind. */
  a(row: number): number {
    return this.#chunk(row).a[row % chunkRows] as number;
  }
  /** The second number of the row's kind. */
  b(row: number): number {
    return this.#chunk(row).b[row % chunkRows] as number;
  }
  /** The third number of the row's kind. */
  c(row: number): number {
    return this.#chunk(row).c[row % chunkRows] as number;
  }
  /** The row that led to this one, -1 for none. */
  cause(row: number): number {
    return this.#chunk(row).cause[row % chunkRows] as number;
  }

  /** True when the row is of this kind. */
  is(row: number, kind: Kind): boolean {
    return this.kind(row) === code[kind];
  }

  /** One row with its numbers by name. Slower than the columns: for what a person looks at. */
  read(row: number): TraceEvent {
    const kind = kinds[this.kind(row)] as Kind;
    const numbers = [this.a(row), this.b(row), this.c(row)];
    const event: Record<string, number | string> = {
      row,
      kind,
      time: this.time(row),
      actor: this.actor(row),
      order: this.order(row),
      message: this.message(row),
      cause: this.cause(row),
    };
    vocabulary[kind].forEach((name, index) => {
      event[name] = numbers[index] as number;
    });
    return event as unknown as TraceEvent;
  }

  /** The last row at or before an instant, -1 when there is none. Binary search: rows never go back in time. */
  rowAt(time: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.time(middle) <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** A copy of the rows from `first` on, in fresh buffers that can be transferred. */
  copyFrom(first: number): Rows {
    const count = this.#length - first;
    const columns = newColumns(count);
    for (let done = 0; done < count;) {
      const row = first + done;
      const at = row % chunkRows;
      const span = Math.min(chunkRows - at, count - done);
      const chunk = this.#chunk(row);
      for (const name of columnNames) columns[name].set(chunk[name].subarray(at, at + span), done);
      done += span;
    }
    return { first, count, columns };
  }

  /**
   * Appends rows that another trace told.
   * @throws RangeError when they do not begin where this trace ends.
   */
  appendRows(rows: Rows): void {
    if (rows.first !== this.#length)
      throw new RangeError(`rows begin at ${rows.first}, but the trace ends at ${this.#length}`);
    const { time, kind, actor, order, message, a, b, c, cause } = rows.columns;
    for (let i = 0; i < rows.count; i++) {
      this.append(
        kind[i] as number,
        time[i] as number,
        actor[i] as number,
        order[i] as number,
        message[i] as number,
        a[i] as number,
        b[i] as number,
        c[i] as number,
        cause[i] as number,
      );
    }
  }

  /** Doubles the first chunk until it is whole; then comes chunk after chunk. */
  #makeRoom(): void {
    const worn = this.#worn.shift();
    if (worn !== undefined) {
      this.#chunks.push(worn);
      this.#tail = worn;
      // Only a worn trace of one chunk may have a short one, and then it is the last.
      this.#room += worn.kind.length;
      return;
    }
    const isFirst = this.#room < chunkRows;
    const rows = isFirst ? Math.max(firstRows, 2 * this.#room) : chunkRows;
    const tail = newColumns(rows);
    const outgrown = isFirst ? this.#chunks.pop() : undefined;
    if (outgrown !== undefined) for (const name of columnNames) tail[name].set(outgrown[name]);
    this.#chunks.push(tail);
    this.#tail = tail;
    this.#room = isFirst ? rows : this.#room + rows;
  }

  /** The rows so far: the chunks are shared, and more rows may be told into them. */
  checkpoint(): TraceCheckpoint {
    return { chunks: this.#chunks, length: this.#length };
  }

  /** Begins with the rows of a checkpoint. The chunk that is not full is copied, for another trace goes on in it. */
  restore({ chunks, length }: TraceCheckpoint): void {
    const begun = length % chunkRows;
    this.#worn.length = 0;
    this.#length = length;
    this.#chunks = chunks.slice(0, Math.ceil(length / chunkRows));
    this.#room = this.#chunks.length * chunkRows;
    this.#tail = this.#chunks.at(-1);
    if (begun === 0 || this.#tail === undefined) return;
    const tail = newColumns(chunkRows);
    for (const name of columnNames) tail[name].set(this.#tail[name].subarray(0, begun));
    this.#chunks[this.#chunks.length - 1] = tail;
    this.#tail = tail;
  }

  #chunk(row: number): Columns {
    const chunk = this.#chunks[(row / chunkRows) | 0];
    if (chunk === undefined || row >= this.#length)
      throw new RangeError(`the trace has no row ${row}`);
    return chunk;
  }
}

const columnNames = ['time', 'kind', 'actor', 'order', 'message', 'a', 'b', 'c', 'cause'] as const;
