/** Where the page begins: at the gallery, or at what the address says. */
import { mount } from 'svelte';
import App from './App.svelte';
import { Page } from './shell/page.svelte.ts';
import './theme.css';

const target = document.getElementById('page');
if (target === null) throw new Error('index.html has no element "page"');

const page = new Page();
document.documentElement.dataset['theme'] = page.theme.shown;
mount(App, { target, props: { page } });
void page.follow(location.hash);
page.updates.begin();
