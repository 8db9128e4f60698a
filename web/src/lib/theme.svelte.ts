// Light or dark, as chosen or as the system has it.
import { store, stored } from './stored';

export type ThemeChoice = 'auto' | 'light' | 'dark';

const kStored = 'rox-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

class Theme {
  choice = $state<ThemeChoice>((stored(kStored) as ThemeChoice | null) ?? 'auto');
  private systemDark = $state(system.matches);
  readonly dark = $derived(this.choice === 'auto' ? this.systemDark : this.choice === 'dark');

  constructor() {
    system.addEventListener('change', (event) => (this.systemDark = event.matches));
  }

  choose(choice: ThemeChoice) {
    this.choice = choice;
    store(kStored, choice);
  }
}

export const theme = new Theme();
