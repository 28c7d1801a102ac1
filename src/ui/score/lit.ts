/** What stands out on a score: the order that the reader follows, and the message picked. */
import type { Crossing } from '../../projections/index.ts';

/** What is picked; -1 for nothing. */
export interface Lit {
  readonly order: number;
  readonly message: number;
  readonly row: number;
}

/** How strongly a crossing is drawn: it is the picked one, of the picked order, dimmed beside such a one, or just there. */
export type Stress = 'picked' | 'order' | 'dim' | 'plain';

/** How strongly a crossing is drawn. */
export function stressOf(lit: Lit, { order, message, sentRow, receivedRow }: Crossing): Stress {
  const isRow = lit.row >= 0 && (sentRow === lit.row || receivedRow === lit.row);
  if (isRow || (lit.message >= 0 && message === lit.message)) return 'picked';
  if (lit.order <= 0) return 'plain';
  return order === lit.order ? 'order' : 'dim';
}
