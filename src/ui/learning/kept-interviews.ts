/** What a candidate has done as documents that other tabs change too: finished rounds, rounds under way, and drills. */
import {
  KeptDocument,
  places,
  type DocumentStore,
  type DrillSaid,
  type InterviewResult,
  type OpenRound,
  type Owner,
} from '../../keeping/index.ts';
import type { Problem } from '../../scenario/index.ts';

/** What is known of interviews, the newest first. */
export interface Interviewed {
  readonly results: readonly InterviewResult[];
  readonly rounds: readonly OpenRound[];
  readonly drills: readonly DrillSaid[];
}

/** The documents of a candidate. */
export class KeptInterviews {
  readonly #results: KeptDocument<readonly InterviewResult[]>;
  readonly #rounds: KeptDocument<readonly OpenRound[]>;
  readonly #drills: KeptDocument<readonly DrillSaid[]>;

  private constructor(
    results: KeptDocument<readonly InterviewResult[]>,
    rounds: KeptDocument<readonly OpenRound[]>,
    drills: KeptDocument<readonly DrillSaid[]>,
  ) {
    this.#results = results;
    this.#rounds = rounds;
    this.#drills = drills;
  }

  /** Opens all of them. Never throws. */
  static async open(store: DocumentStore, owner: Owner): Promise<KeptInterviews> {
    const results = await KeptDocument.open({ store, place: places.interviews, owner }, []);
    const rounds = await KeptDocument.open({ store, place: places.rounds, owner }, []);
    const drills = await KeptDocument.open({ store, place: places.drills, owner }, []);
    return new KeptInterviews(results, rounds, drills);
  }

  get done(): Interviewed {
    const [results, rounds, drills] = [this.#results, this.#rounds, this.#drills];
    return { results: results.value, rounds: rounds.value, drills: drills.value };
  }
  /** Why something is not kept; none when all is well. */
  get problems(): readonly Problem[] {
    return [this.#results, this.#rounds, this.#drills].flatMap(({ keeping }) =>
      keeping.kind === 'failed' ? keeping.problems : [],
    );
  }

  /** Whether something damaged was found. */
  get isDamaged(): boolean {
    return [this.#results, this.#rounds, this.#drills].some(({ isDamaged }) => isDamaged);
  }

  /** Keeps how far a round is. */
  keepRound(round: Omit<OpenRound, 'changed'>): void {
    const entry = { ...round, changed: Date.now() };
    this.#rounds.edit(places.rounds.kind.put(this.#rounds.value, entry));
  }

  /** Keeps what came of a round, once: who looks at it again changes nothing. */
  keepResult(result: Omit<InterviewResult, 'changed'>): void {
    const isKept = this.#results.value.some(
      ({ interview, round }) =>
        interview === result.interview && round.number === result.round.number,
    );
    if (isKept) return;
    const entry = { ...result, changed: Date.now() };
    this.#results.edit(places.interviews.kind.put(this.#results.value, entry));
  }

  /** Keeps how far a drill is, or what came of it. */
  keepDrill(drill: Omit<DrillSaid, 'changed'>): void {
    const entry = { ...drill, changed: Date.now() };
    this.#drills.edit(places.drills.kind.put(this.#drills.value, entry));
  }

  /** Saves what is not saved. */
  async flush(): Promise<void> {
    for (const each of [this.#results, this.#rounds, this.#drills]) await each.flush();
  }

  /** Writes down what is not saved: the page may go. */
  leave(): void {
    for (const each of [this.#results, this.#rounds, this.#drills]) each.leave();
  }
}
