/** A file that a command will write when it is done: whether that will be possible is known before. */
import { closeSync, existsSync, openSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from './arguments.ts';

/** A file to be written at the end of long work. */
export class OutFile {
  readonly #name: string;
  readonly #place: string;

  /**
   * Finds out whether it can be written, and leaves it as it is.
   * @throws UsageError when it cannot.
   */
  constructor(name: string) {
    this.#name = name;
    this.#place = path.resolve(process.env['INIT_CWD'] ?? process.cwd(), name);
    const isNew = !existsSync(this.#place);
    try {
      closeSync(openSync(this.#place, 'a'));
    } catch (reason) {
      throw new UsageError(this.#complaint(reason));
    }
    if (isNew) rmSync(this.#place, { force: true });
  }

  /** Writes it. What went wrong is an answer and no error: the work itself is done, and can be told. */
  write(text: string): string | undefined {
    try {
      writeFileSync(this.#place, text);
      return undefined;
    } catch (reason) {
      return this.#complaint(reason);
    }
  }

  #complaint(reason: unknown): string {
    const code = reason instanceof Error && 'code' in reason ? String(reason.code) : '';
    return `"${this.#name}" cannot be written (${code})`;
  }
}
