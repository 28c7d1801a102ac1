/** What is kept of one interview: its finished rounds, what is under way, and its drills. */
import type { Interview, Round } from '../../interview/index.ts';
import {
  writeHandedRound,
  type DrillSaid,
  type InterviewResult,
  type OpenRound,
} from '../../keeping/index.ts';
import type { Interviewed, KeptInterviews } from '../learning/kept-interviews.ts';
import { roundsUnderWay } from '../learning/under-way.ts';
import { resultOf, roundOf, saidIn, versionOf, type Scored } from './kept-round.ts';

/** Where interviews are kept, and what is known of them. */
export interface KeptWhere {
  /** What is known now. */
  done(): Interviewed;
  /** What keeps it; undefined when that could not be loaded. */
  readonly kept:
    Pick<KeptInterviews, 'keepRound' | 'keepResult' | 'keepDrill' | 'leave'> | undefined;
  /** Why something is not kept; empty when all is well. */
  problem(): string;
}

/** A round that can be gone on with. */
export interface Resumable {
  readonly round: Round;
  readonly open: OpenRound;
}

/** How far a round is, beside what was said in it. */
export type Standing = Pick<OpenRound, 'begun' | 'seconds' | 'isPaused' | 'isLeft'>;

/** How far a drill is. */
export type DrillStanding = Omit<DrillSaid, 'changed' | 'interview' | 'version' | 'of'>;

/** Keeps one interview. */
export class InterviewKeeper {
  readonly #interview: Interview;
  readonly #where: KeptWhere;

  constructor(interview: Interview, where: KeptWhere) {
    this.#interview = interview;
    this.#where = where;
  }

  /** What came of its rounds, the newest first. */
  get results(): readonly InterviewResult[] {
    return this.#own(this.#where.done().results);
  }
  /** Drills that were held to their runs, the newest first. */
  get drills(): readonly DrillSaid[] {
    return this.#own(this.#where.done().drills).filter(({ held }) => held !== undefined);
  }
  /** The round that was begun last; undefined when none was. */
  get last(): { readonly number: number } | undefined {
    const [newest] = this.#own(this.#where.done().rounds).toSorted((a, b) => b.begun - a.begun);
    return newest?.round ?? this.results[0]?.round;
  }
  /** The numbers of all rounds that are known. */
  get numbers(): readonly number[] {
    const { rounds } = this.#where.done();
    return [...this.#own(rounds), ...this.results].map(({ round }) => round.number);
  }
  /** Why something is not kept; empty when all is well. */
  get problem(): string {
    return this.#where.problem();
  }

  /** The round that is under way, the newest or the one of this number. One that was scored or left is no longer. */
  underWay(number?: number): Resumable | undefined {
    // The tab that has just scored a round can come back to it.
    const all = number === undefined ? this.#offered : this.#own(this.#where.done().rounds);
    for (const open of all) {
      const round = this.#roundOf(open);
      const isMeant = number === undefined || open.round.number === number;
      if (isMeant && round !== undefined && !open.isLeft) return { round, open };
    }
    return undefined;
  }

  /** Whether a round is under way that was of another version of the interview, or is damaged: it cannot go on. */
  get hasLost(): boolean {
    return this.#offered.some((open) => this.#roundOf(open) === undefined);
  }

  /** The drill that is under way, the newest or the one of this number. */
  drillUnderWay(number?: number): DrillSaid | undefined {
    return this.#own(this.#where.done().drills).find(
      (drill) =>
        !drill.isLeft &&
        drill.version === versionOf(this.#interview) &&
        (number === undefined ? drill.held === undefined : drill.number === number),
    );
  }

  /** The round of a result; undefined when the interview asks something else now. */
  roundOfResult(result: InterviewResult): Round | undefined {
    return this.#roundOf(result);
  }

  /** Keeps how far a round is. */
  keep(round: Round, standing: Standing): void {
    this.#where.kept?.keepRound({ ...this.#named, ...standing, round: saidIn(round) });
  }
  /** Puts away what is under way, and what cannot go on: it is not offered any more. */
  putRoundsAway(): void {
    for (const open of this.#offered) this.#where.kept?.keepRound({ ...open, isLeft: true });
  }
  /** Puts away a drill that is under way. */
  putDrillAway(): void {
    const open = this.drillUnderWay();
    if (open !== undefined) this.#where.kept?.keepDrill({ ...open, isLeft: true });
  }
  /** Keeps what came of a round. */
  keepResult(scored: Scored): void {
    this.#where.kept?.keepResult(resultOf(this.#interview, scored));
  }
  /** What came of a round as a file to hand in, with the day on which it ended. */
  fileOf(scored: Scored, learner: string): string {
    const { number } = scored.round;
    const ended = this.results.find(({ round }) => round.number === number)?.changed;
    const taken = { ...resultOf(this.#interview, scored), changed: ended ?? Date.now() };
    return writeHandedRound({ result: 'baton-interview', version: 1, learner, taken });
  }
  /** Keeps how far a drill is. */
  keepDrill(drill: DrillStanding): void {
    this.#where.kept?.keepDrill({ ...this.#named, ...drill, of: this.#interview.drill.length });
  }
  /** Writes down what is not saved: the page may go. */
  leave(): void {
    this.#where.kept?.leave();
  }

  get #offered(): readonly OpenRound[] {
    return this.#own(roundsUnderWay(this.#where.done()));
  }

  get #named() {
    return { interview: this.#interview.id, version: versionOf(this.#interview) };
  }

  #own<T extends { readonly interview: string }>(all: readonly T[]): readonly T[] {
    return all.filter(({ interview }) => interview === this.#interview.id);
  }

  #roundOf({ version, round }: Pick<OpenRound, 'version' | 'round'>): Round | undefined {
    if (version !== versionOf(this.#interview)) return undefined;
    return roundOf(this.#interview, round);
  }
}
