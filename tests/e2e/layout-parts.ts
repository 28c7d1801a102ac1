/** Mermaid's layout by itself, for a page that has nothing else. */
import { layOut } from '../../src/ui/stage/mermaid.ts';

declare global {
  var layOutByMermaid: typeof layOut;
}

globalThis.layOutByMermaid = layOut;
