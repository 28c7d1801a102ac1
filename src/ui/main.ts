/** Where the page begins: one lab, over the one worker, opened at what the address says. */
import { mount } from 'svelte';
import { SimulationClient } from '../worker/index.ts';
import App from './App.svelte';
import { Lab } from './run/lab.svelte.ts';
import './theme.css';

const page = document.getElementById('page');
if (page === null) throw new Error('index.html has no element "page"');

const newClient = () =>
  new SimulationClient({ onRestored: (sentence) => lab.notices.tell(sentence) });
const lab: Lab = new Lab(newClient(), newClient);
document.documentElement.dataset['theme'] = lab.theme.shown;
mount(App, { target: page, props: { lab } });
void lab.openAddress(location.hash);
