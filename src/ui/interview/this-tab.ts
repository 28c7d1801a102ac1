/** What this tab is in the middle of, so that a reload comes back to it and another tab does not. */

/** A round or a drill, by its number. */
export interface UnderWay {
  readonly kind: 'round' | 'drill';
  readonly number: number;
}

const prefix = 'baton-interview:';

/** What this tab is in the middle of; undefined for nothing. */
export function underWayHere(interview: string): UnderWay | undefined {
  try {
    const text = sessionStorage.getItem(prefix + interview) ?? '';
    const { kind, number } = /^(?<kind>round|drill) (?<number>\d{1,10})$/.exec(text)?.groups ?? {};
    if (number === undefined) return undefined;
    return { kind: kind === 'drill' ? 'drill' : 'round', number: Number(number) };
  } catch {
    // A browser may forbid it: then a reload comes back to the brief, where all of it is offered.
    return undefined;
  }
}

/** Takes note of it; undefined once it is done with. */
export function noteHere(interview: string, underWay: UnderWay | undefined): void {
  try {
    if (underWay === undefined) return sessionStorage.removeItem(prefix + interview);
    sessionStorage.setItem(prefix + interview, `${underWay.kind} ${underWay.number}`);
  } catch {
    // As above.
  }
}
