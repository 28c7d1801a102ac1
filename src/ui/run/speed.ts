/** The speed of play, on a scale on which every step multiplies. */

/** The slowest speed, at which a message of a few milliseconds takes half a second. */
export const slowest = 0.01;
/** The speed of a fresh page: slow enough that messages are seen to move. */
export const initialSpeed = 0.1;
/** Positions of the slider from the slowest speed to a thousandfold: ten to the decade. */
export const positions = 50;

const perDecade = 10;

/** The position of a speed on the slider. */
export function positionOf(speed: number): number {
  return Math.round(Math.log10(speed / slowest) * perDecade);
}

/** The speed at a position of the slider, in round numbers. */
export function speedAt(position: number): number {
  return Number((slowest * 10 ** (position / perDecade)).toPrecision(2));
}

/** A speed for people: `0.1×`, `25×`. */
export function speedText(speed: number): string {
  return `${speed}×`;
}
