/** The report of the run on paper: it stands on the page for as long as the printing takes, and nothing else does. */
import { mount, unmount } from 'svelte';
import type { Lab } from '../run/lab.svelte.ts';
import { addressOf, toldStyles } from './offers.ts';
import PaperReport from './PaperReport.svelte';

/** Opens the browser's print dialog over the report. */
export async function printReport(lab: Lab): Promise<void> {
  const styles = toldStyles(lab);
  const reopen = await addressOf(lab);
  const report = mount(PaperReport, { target: document.body, props: { styles, reopen } });
  // Some browsers print at once and wait, others go on: either way this tells that it is over.
  addEventListener('afterprint', () => void unmount(report), { once: true });
  globalThis.print();
}
