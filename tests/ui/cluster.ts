/** A page with order fulfilment on three brokers: for what it shows of a cluster. */
import { Lab } from '../../src/ui/run/lab.svelte.ts';
import { clusterText } from '../projections/cluster-text.ts';
import { InProcess } from './in-process.ts';

/** A page without its markup, with that scenario open. */
export async function openCluster(): Promise<Lab> {
  const lab = new Lab(new InProcess(), () => new InProcess());
  await lab.openFile(new File([clusterText()], 'cluster.json'));
  return lab;
}
