/** The ids by which tabs and panels name each other. */
import type { Panel } from '../run/panels.ts';
import type { Side } from './dock.svelte.ts';

/** The id of the open panel of a side. */
export function panelId(side: Side): string {
  return side === 0 ? 'panel' : 'panel-beside';
}

/** The id of a panel's tab on a side. */
export function tabId(side: Side, panel: Panel): string {
  return `${side === 0 ? 'tab' : 'tab-beside'}-${panel.replaceAll(' ', '-')}`;
}
