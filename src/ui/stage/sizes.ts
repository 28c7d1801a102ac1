/** The room that nodes and topics take on the stage, and how much fits into it. */
import type { Size } from './geometry.ts';
import { pageLetters, type Detail, type Letters } from './letters.ts';

/** A box to write in. */
export interface Frame extends Size {
  readonly letters: Letters;
}

export const cellSize = 9.5;
export const cellPitch = 11;
export const rowPitch = 19;
export const labelWidth = 20;
/** How many records of a partition the stage shows at most, and how many partitions of a topic; the log panel shows all. */
export const mostCells = 10;
export const mostRows = 4;

/** Room for a count beside a state: " ×99". */
const countLength = 4;
/** Room for the lag beside a topic's name. */
const lagLength = 7;
const narrowestNode = 118;

/** What decides about the size of a node. */
export interface NodeWords {
  /** The longest name and the longest state of any node. */
  readonly name: string;
  readonly state: string;
  /** The longest state of its own. */
  readonly own: string;
}

/**
 * The room that a node takes, so that no state ever moves it: all nodes are as wide as the longest state of any of them
 * needs, as far as there is room for; a node whose own states are too long for that is higher by a line.
 */
export function nodeSize(
  { name, state, own }: NodeWords,
  { letters, most, lines }: { letters: Letters; most: number; lines: number },
): Size {
  const { widths, node } = letters;
  const least = widths.name === 0 ? narrowestNode : 20 + name.length * widths.name;
  const wished = 24 + (state.length + countLength) * widths.state;
  const width = Math.max(least, Math.min(most, wished));
  const isLong = own.length + countLength > lettersIn(width, letters);
  const shown = Math.min(lines, isLong ? 2 : 1);
  return { width, height: node.heights[shown] ?? node.heights[1] };
}

/** How wide a node may be in a pane, beside topics of a width. */
export function mostNodeWidth(pane: Size, letters: Letters, topic: number): number {
  if (letters === pageLetters) return pane.width > 520 ? 184 : narrowestNode;
  const { margin, clearance } = letters;
  return Math.min(190, (pane.width - topic - 2 * margin - 2 * (clearance + 10)) / 2);
}

/** How many letters of a state stand in one line of a node. */
export function lettersIn(width: number, { widths }: Letters): number {
  return Math.floor((width - 18) / widths.state);
}

/** How many lines of state a node has. */
export function linesIn({ height, letters }: Frame): number {
  const { heights } = letters.node;
  return height >= heights[2] ? 2 : height >= heights[1] ? 1 : 0;
}

/** The room that a topic takes. */
export function topicSize(
  name: string,
  partitions: number,
  { letters, detail }: { letters: Letters; detail: Detail },
): Size {
  const { topic, widths } = letters;
  const { rows, cells, isWide } = detail;
  const records = 26 + labelWidth + cells * cellPitch;
  const letterCount = name.length + (isWide ? lagLength : 0);
  const head = Math.min(topic.widest, (isWide ? 28 : 20) + letterCount * widths.topic);
  return {
    width: Math.max(records, head),
    height: (isWide ? topic.head : topic.highHead) + Math.min(partitions, rows) * rowPitch + 4,
  };
}

/** What a topic shows in its box: how many partitions of how many records, and whether the lag stands below the name. */
export function shapeOfTopic(name: string, partitions: number, { width, height, letters }: Frame) {
  const { topic, widths } = letters;
  const asked = 28 + (name.length + lagLength) * widths.topic;
  const isWide = topic.head === topic.highHead || width >= Math.min(topic.widest, asked);
  const head = isWide ? topic.head : topic.highHead;
  const rows = Math.min(partitions, mostRows, Math.floor((height - head - 4) / rowPitch));
  const cells = Math.min(mostCells, Math.floor((width - 26 - labelWidth) / cellPitch));
  return { isWide, head, rows, cells };
}
