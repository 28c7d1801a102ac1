/** A hunter's entry: exposed to the page that made this worker and to nobody else. */
import { expose } from 'comlink';
import { Hunter } from './hunting/hunter.ts';
import type { HunterApi } from './hunting/hunt-protocol.ts';

const hunter = new Hunter(() => performance.now());

const api: HunterApi = {
  begin: (task) => hunter.begin(task),
  step: () => hunter.step(),
  beginShrink: (task, quarry) => hunter.beginShrink(task, quarry),
  stepShrink: () => hunter.stepShrink(),
};

expose(api);
