/** How large the stage writes and how much room that takes, in units of the drawing: for a reader at a screen, or for a room that reads from a wall. */

/** How much a drawing tells. */
export interface Detail {
  /** Lines of state in a node. */
  readonly lines: number;
  /** Partitions of a topic, and records of each. */
  readonly rows: number;
  readonly cells: number;
  /** Whether the lag stands beside a topic's name, and not below. */
  readonly isWide: boolean;
}

/** A way to write. */
export interface Letters {
  /** Pixels to a unit, when the drawing need not shrink. */
  readonly scale: number;
  /** The one size of all letters; undefined where each kind has its own. */
  readonly size?: number;
  /** How wide a letter is: of a name, of a state, of a topic, of what waits to leave. */
  readonly widths: {
    readonly name: number;
    readonly state: number;
    readonly topic: number;
    readonly tag: number;
  };
  /** A node: how high it is with no line of state, with one and with two, and where its lines stand. */
  readonly node: {
    readonly heights: readonly [number, number, number];
    readonly name: number;
    readonly state: number;
    readonly pitch: number;
    /** What is kept free above and below the lines of state. */
    readonly frame: number;
  };
  /** A topic: the height of its head, with the lag beside the name and below it, and where the name stands. */
  readonly topic: {
    readonly head: number;
    readonly highHead: number;
    readonly name: number;
    readonly widest: number;
  };
  /** What is kept free around the drawing, between nodes, and between the clients and the service below them. */
  readonly margin: number;
  readonly clearance: number;
  readonly stackGap: number;
  /** Whether nodes of a column are set apart where they would touch, rather than all made smaller. */
  readonly settles: boolean;
  /** How much is told, the most first: the first that can be written in full size is taken. */
  readonly details: readonly Detail[];
}

/** For a reader at a screen. */
export const pageLetters: Letters = {
  scale: 1,
  widths: { name: 0, state: 6.65, topic: 6.4, tag: 6.3 },
  node: { heights: [46, 46, 60], name: 20, state: 36, pitch: 13, frame: 33 },
  topic: { head: 26, highHead: 26, name: 17, widest: 196 },
  margin: 14,
  clearance: 14,
  stackGap: 26,
  settles: false,
  details: [{ lines: 2, rows: 4, cells: 10, isWide: true }],
};

/** For the last row of a room: no letter is smaller than 24 pixels, and rather than that less is told. */
export const roomLetters: Letters = {
  scale: 2,
  size: 12,
  widths: { name: 7.2, state: 7.25, topic: 7.25, tag: 7.25 },
  node: { heights: [28, 42, 56], name: 17, state: 33, pitch: 14, frame: 28 },
  topic: { head: 24, highHead: 38, name: 16, widest: 230 },
  margin: 6,
  clearance: 14,
  stackGap: 14,
  settles: true,
  details: [
    { lines: 2, rows: 4, cells: 10, isWide: true },
    { lines: 2, rows: 4, cells: 10, isWide: false },
    { lines: 2, rows: 4, cells: 6, isWide: false },
    { lines: 2, rows: 2, cells: 6, isWide: true },
    { lines: 2, rows: 2, cells: 6, isWide: false },
    { lines: 2, rows: 1, cells: 6, isWide: true },
    { lines: 1, rows: 2, cells: 6, isWide: false },
    { lines: 0, rows: 2, cells: 6, isWide: false },
    { lines: 0, rows: 1, cells: 4, isWide: false },
  ],
};
