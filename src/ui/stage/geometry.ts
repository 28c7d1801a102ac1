/** What the stage takes from a laid-out diagram: where its nodes stand and how its edges run. Nothing of how they look. */

/** A node: its centre and its size. */
export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A point of an edge. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Who is linked with whom. */
export interface Link {
  readonly from: string;
  readonly to: string;
}

/** An edge from node to node. */
export interface Edge extends Link {
  readonly points: readonly Place[];
  /** The centre of its label, where it has one. */
  readonly label?: Place;
}

/** A laid-out diagram. */
export interface Geometry {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
}

/** The size that the stage gives to a node, whatever its box in the layout. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What names an edge in a table. */
export function edgeKey(from: string, to: string): string {
  return `${from}>${to}`;
}

/** Two nodes that are laid out as one, the first above the second. */
export interface Stack {
  readonly upper: string;
  readonly lower: string;
}
